//! How fast an upload is beside a bare loop of parallel puts. Not a test:
//! `cargo test --lib publish::tests::measure -- --ignored --nocapture`.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use futures_util::stream::{self, StreamExt};

use crate::publish::{Address, Condition, Environment, Limits, Place, Session, Upload, open};
use crate::site::SiteFile;

use super::azurite::{ACCOUNT, Azurite};
use super::reader::record;

const FILES: usize = 5000;
const BYTES: usize = 20 * 1024;

fn content(number: usize) -> Bytes {
    let mut text = format!("{number:08}").into_bytes();
    text.resize(BYTES, b'x');
    Bytes::from(text)
}

async fn bare(place: &Arc<dyn Place>) -> f64 {
    let started = Instant::now();
    stream::iter(0..FILES)
        .map(|number| {
            let upload = Upload::replaceable(format!("bare/{number}.html"), content(number));
            let place = Arc::clone(place);
            tokio::spawn(async move { place.put(upload, Condition::Always).await })
        })
        .buffer_unordered(64)
        .for_each(|put| async move {
            put.unwrap().unwrap();
        })
        .await;
    started.elapsed().as_secs_f64()
}

async fn ours(place: &Arc<dyn Place>, id: u64) -> f64 {
    let started = Instant::now();
    let mut session = Session::open(Arc::clone(place), &record(id), Limits::default()).await.unwrap();
    for number in 0..FILES {
        session.add(SiteFile { path: format!("{number}.html"), bytes: content(number) }).await.unwrap();
    }
    session.finish(record(id)).await.unwrap();
    started.elapsed().as_secs_f64()
}

/// A fresh emulator for each measurement: it gets slower with each blob it holds.
async fn fresh() -> Option<(Azurite, Arc<dyn Place>)> {
    let azurite = Azurite::start(&["previews"]).await?;
    let environment: Environment = azurite.environment().into_iter().collect();
    let address = Address::parse(&format!("az://{ACCOUNT}/previews")).unwrap();
    let place = open(&address, &environment).await.unwrap().place;
    Some((azurite, place))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn throughput() {
    for id in 1..=3 {
        let Some((first, place)) = fresh().await else { return };
        let ours = ours(&place, id).await;
        drop(first);
        let Some((_second, place)) = fresh().await else { return };
        let bare = bare(&place).await;
        eprintln!(
            "{FILES} files of {BYTES} bytes: bare {bare:.1} s, publish {ours:.1} s, {:.0}%",
            bare / ours * 100.0
        );
    }
    let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    eprintln!("{}", memory.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());
}
