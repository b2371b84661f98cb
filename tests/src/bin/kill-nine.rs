//! Kills the server again and again while people publish, and looks for every study that was acknowledged:
//! `cargo run --release -p forum-tests --bin kill-nine -- 50`.

#![expect(clippy::print_stdout, reason = "a tool that reports to who runs it")]

use forum_tests::crash::kill_nine;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let rounds = std::env::args().nth(1).map_or(Ok(50), |rounds| rounds.parse())?;
    let all = kill_nine(rounds, |round, acknowledged| {
        println!("round {round}: {acknowledged} acknowledged before the kill, all there and found after the restart");
    })
    .await;
    println!("{all} studies in {rounds} rounds, none lost");
    Ok(())
}
