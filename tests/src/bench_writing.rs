//! What writing costs: a save of the form, the bytes of its first visit, and twenty large photos while others read.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use forum_camat::ids::DraftKey;

use crate::Browser;
use crate::load::{self, percentile};
use crate::process::{Folder, Process};

const SAVES: usize = 400;
const PHOTOS: usize = 20;
const READERS: usize = 4;

/// Measures and prints.
pub async fn run(folder: &Folder, site: &Process, cookie: &str, study: &str) -> anyhow::Result<()> {
    let siti = Browser::with_cookie(&site.url, cookie.to_owned());
    saves(&siti).await?;
    first_visit(&siti).await?;
    photos(folder, site, cookie, study).await
}

/// A paragraph grows by a few words at each save, as somebody types.
async fn saves(siti: &Browser) -> anyhow::Result<()> {
    let key = DraftKey::new();
    let mut text = "Kelompok tani merakit saluran dari botol bekas bersama bank sampah. ".repeat(10);
    let (mut times, mut sent, mut got) = (Vec::new(), 0, 0);
    for turn in 0..SAVES {
        text.push_str("Lalu air dibagi bergilir. ");
        let form = [
            ("base", turn.to_string()),
            ("writer", "bench".to_owned()),
            ("bentuk", "ringkas".to_owned()),
            ("fields", "action".to_owned()),
            ("action", text.clone()),
        ];
        sent += form.iter().map(|(name, value)| name.len() + value.len() + 2).sum::<usize>();
        let begun = Instant::now();
        let answer =
            siti.send(|client, url| client.put(format!("{url}/tulis/{key}")).header("origin", url).form(&form)).await;
        times.push(begun.elapsed());
        got += answer.expect(200).text.len();
    }
    times.sort_unstable();
    let ms = |percent| percentile(&times, percent).as_secs_f64() * 1e3;
    println!("autosave                          {:>8.1} ms p50, {:.1} ms p99", ms(50), ms(99));
    println!(
        "bytes of an autosave              {:>8} sent, {} received (a section of 700 to 11,000)",
        sent / SAVES,
        got / SAVES
    );
    Ok(())
}

/// The page of the form and every file that it and its scripts ask for, compressed as a browser gets them.
async fn first_visit(siti: &Browser) -> anyhow::Result<()> {
    let bytes = async |path: &str| {
        let answer = siti
            .send(|client, url| client.get(format!("{url}{path}")).header("accept-encoding", "br"))
            .await
            .expect(200);
        answer.raw_bytes
    };
    for depth in ["ringkas", "lengkap"] {
        let path = format!("/tulis/{}?bentuk={depth}", DraftKey::new());
        let page = siti.get(&path).await.expect(200);
        let worker = siti.get("/sw.js").await.expect(200);
        let files = worker.text.split("const wanted = ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or("[]");
        let files: HashSet<String> = serde_json::from_str(files)?;
        let mut sum = bytes(&path).await;
        for file in files.iter().filter(|file| file.starts_with("/aset/")) {
            sum += bytes(file).await;
        }
        anyhow::ensure!(page.text.contains("data-draft"), "the form");
        let kilobytes = f64::from(u32::try_from(sum)?) / 1024.0;
        println!(
            "first visit to the form, {depth:<8} {kilobytes:>8.1} KiB with editor, styles, font, icons ({} files)",
            files.len()
        );
    }
    Ok(())
}

async fn photos(folder: &Folder, site: &Process, cookie: &str, study: &str) -> anyhow::Result<()> {
    let usual = load::run(folder.config.bind, study, READERS, Duration::from_secs(3)).await?;
    let photos: Vec<Vec<u8>> = (0..PHOTOS).map(photo).collect();
    let key = DraftKey::new();
    let begun = Instant::now();
    let uploads: Vec<_> = photos
        .into_iter()
        .map(|bytes| {
            let siti = Browser::with_cookie(&site.url, cookie.to_owned());
            tokio::spawn(async move {
                let part = reqwest::multipart::Part::bytes(bytes).file_name("foto.jpg");
                let form = reqwest::multipart::Form::new()
                    .text("jawaban", "json")
                    .text("consent", "none_recognisable")
                    .text("writer", "bench")
                    .part("photo", part);
                siti.post_files(&format!("/tulis/{key}/foto"), form).await.status
            })
        })
        .collect();
    let busy = load::run(folder.config.bind, study, READERS, Duration::from_secs(3)).await?;
    let mut stored = 0;
    for upload in uploads {
        stored += usize::from(upload.await? == 200);
    }
    let took = begun.elapsed();
    let status = std::fs::read_to_string(format!("/proc/{}/status", site.id()))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default().trim().to_owned();
    println!(
        "{stored} photos of 12 megapixels at once  {:>6.1} s, peak memory of the server {peak}",
        took.as_secs_f64()
    );
    let ratio = busy.p99.as_secs_f64() / usual.p99.as_secs_f64();
    println!(
        "reading meanwhile                 {:>8} µs p99, usually {} µs: {ratio:.2} times (goal 2)",
        busy.p99.as_micros(),
        usual.p99.as_micros()
    );
    Ok(())
}

/// A JPEG of 4000 × 3000 that no other is like.
fn photo(number: usize) -> Vec<u8> {
    let shade = u8::try_from(number * 11 % 256).unwrap_or(0);
    let pixels = image::RgbImage::from_fn(4000, 3000, |x, y| {
        let noise = ((x * 7 + y * 13) ^ (x * y)) % 64;
        image::Rgb([(x % 251) as u8, (y % 241) as u8, shade.wrapping_add(noise as u8)])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(pixels).write_to(&mut out, image::ImageFormat::Jpeg).unwrap_or_default();
    out.into_inner()
}
