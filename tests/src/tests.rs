//! The ground itself is tested, or a story that passes says nothing.

use std::io;
use std::time::Duration;

use forum_camat::config::Config;
use sea_orm::ConnectionTrait;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::database::{is_postgres, prepared};
use crate::proxy::Proxy;

/// Each story has a database of its own: what one writes the other does not find.
#[tokio::test]
async fn two_stories_never_meet_in_a_database() {
    for _ in 0..2 {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::for_tests(folder.path());
        let _database = prepared(&mut config).await;
        let db = sea_orm::Database::connect(config.database_url()).await.unwrap();
        db.execute_unprepared("SELECT version FROM seaql_migrations").await.unwrap();
        db.execute_unprepared("CREATE TABLE of_this_story (id bigint)").await.unwrap();
        db.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_database_goes_with_its_story_though_someone_is_connected() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::for_tests(folder.path());
    let database = prepared(&mut config).await;
    let connected = sea_orm::Database::connect(config.database_url()).await.unwrap();
    drop(database);
    let is_gone = sea_orm::Database::connect(config.database_url()).await.is_err();
    assert_eq!(is_gone, is_postgres(), "a SQLite file goes with its folder instead");
    drop(connected);
}

#[tokio::test]
async fn a_cut_ends_connections_and_a_restored_line_takes_new_ones() {
    let proxy = Proxy::start(echo().await.unwrap()).await.unwrap();
    let mut before = TcpStream::connect(proxy.address()).await.unwrap();
    assert_eq!(ask(&mut before).await.unwrap(), "halo");

    proxy.cut();
    assert!(ask(&mut before).await.is_err());
    assert!(ask(&mut TcpStream::connect(proxy.address()).await.unwrap()).await.is_err());

    proxy.restore();
    assert_eq!(ask(&mut TcpStream::connect(proxy.address()).await.unwrap()).await.unwrap(), "halo");
}

#[tokio::test]
async fn a_silent_line_delivers_once_it_is_restored() {
    let proxy = Proxy::start(echo().await.unwrap()).await.unwrap();
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    proxy.fall_silent();
    assert!(timeout(Duration::from_millis(200), ask(&mut stream)).await.is_err());

    proxy.restore();
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"halo");
}

/// A server that answers what it hears.
async fn echo() -> io::Result<std::net::SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = stream.into_split();
                tokio::io::copy(&mut from, &mut to).await
            });
        }
    });
    Ok(address)
}

async fn ask(stream: &mut TcpStream) -> io::Result<String> {
    stream.write_all(b"halo").await?;
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
