//! Whether pages are uploaded while others are still rendered: the time of the whole step beside the times of its
//! halves. The store is a stand-in that takes its time and no processor: an emulator would take the processor from the
//! rendering. Not a test:
//! `cargo test --release --test main measure:: -- --ignored --nocapture`.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::support::azurite::{ACCOUNT, KEY};
use crate::support::sandbox::Sandbox;

type Blobs = Arc<Mutex<HashMap<String, (u64, Bytes)>>>;

/// A store of blobs, each of whose puts takes `time`.
async fn store(time: Duration) -> (String, Blobs) {
    let blobs = Blobs::default();
    let held = Arc::clone(&blobs);
    let router = Router::new().fallback(move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
        let held = Arc::clone(&held);
        async move {
            if method == Method::PUT {
                tokio::time::sleep(time).await;
            }
            answer(&held, &method, &uri, &headers, body)
        }
    });
    let router = router.layer(axum::extract::DefaultBodyLimit::disable());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, blobs)
}

fn answer(blobs: &Blobs, method: &Method, uri: &Uri, headers: &HeaderMap, body: Bytes) -> Response {
    let mut blobs = blobs.lock().unwrap();
    let path = uri.path().to_owned();
    let tag = |number: u64| {
        [("etag", format!("\"{number}\"")), ("last-modified", "Mon, 05 Jan 2026 09:30:00 GMT".to_owned())]
    };
    let is_list = uri.query().is_some_and(|query| query.contains("comp=list"));
    match *method {
        Method::GET if is_list => {
            "<?xml version=\"1.0\"?><EnumerationResults><Blobs/><NextMarker/></EnumerationResults>"
                .into_response()
        }
        Method::GET => match blobs.get(&path) {
            Some((number, bytes)) => (tag(*number), bytes.clone()).into_response(),
            None => (StatusCode::NOT_FOUND, "<Error><Code>BlobNotFound</Code></Error>").into_response(),
        },
        Method::PUT => {
            let there = blobs.get(&path).map_or(0, |(number, _)| *number);
            if headers.contains_key("if-none-match") && there > 0 {
                return (StatusCode::CONFLICT, "<Error><Code>BlobAlreadyExists</Code></Error>")
                    .into_response();
            }
            blobs.insert(path, (there + 1, body));
            (StatusCode::CREATED, tag(there + 1)).into_response()
        }
        _ => StatusCode::ACCEPTED.into_response(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn rendering_and_uploading_overlap() {
    let operations: usize = std::env::var("PREVIEW_OPERATIONS").map_or(1000, |text| text.parse().unwrap());
    let milliseconds: u64 = std::env::var("PREVIEW_PUT_MS").map_or(300, |text| text.parse().unwrap());
    let property =
        |number: usize| format!("                  p{number}: {{type: string, description: A property.}}\n");
    let properties: String = (0..40).map(property).collect();
    let path = |number: usize| {
        format!(
            "  /berths/{number}:\n    get:\n      operationId: berth{number}\n      responses:\n        '200':\n          \
             description: A berth.\n          content:\n            application/json:\n              schema:\n                \
             type: object\n                properties:\n{properties}"
        )
    };
    let paths: String = (0..operations).map(path).collect();
    let definition = format!("openapi: 3.1.0\ninfo: {{title: Harbour, version: 1.0.0}}\npaths:\n{paths}");
    let sandbox = Sandbox::new(&[("openapi.yaml", &definition), ("preview.yaml", "{}\n")]);
    let (url, blobs) = store(Duration::from_millis(milliseconds)).await;
    let variables = [
        ("AZURE_STORAGE_USE_EMULATOR", "true"),
        ("AZURITE_BLOB_STORAGE_URL", url.as_str()),
        ("AZURE_STORAGE_ACCOUNT_KEY", KEY),
    ];
    let to = |name: &str| format!("az://{ACCOUNT}/{name}");
    let time = |args: &[&str]| {
        let started = Instant::now();
        tokio::task::block_in_place(|| sandbox.run(args, &variables)).assert_code(0);
        started.elapsed().as_secs_f64()
    };
    for round in 1..=3 {
        let render = time(&["build", "-o", "site", "--fail-on", "never", "--quiet"]);
        let upload = time(&["publish", "site", "--to", &to(&format!("halves{round}")), "--quiet"]);
        let whole = time(&["run", "--to", &to(&format!("whole{round}")), "--fail-on", "never", "--quiet"]);
        eprintln!(
            "check and render {render:.2} s, upload {upload:.2} s, both {whole:.2} s: {:.2} times the longer",
            whole / render.max(upload)
        );
    }
    let blobs = blobs.lock().unwrap();
    let files = |name: &str| -> BTreeSet<String> {
        let inner = |path: &String| Some(path.split_once(name)?.1.split_once("/builds/")?.1.to_owned());
        blobs.keys().filter_map(inner).collect()
    };
    let (halves, whole) = (files("/halves1/"), files("/whole1/"));
    let other: Vec<_> = halves.symmetric_difference(&whole).collect();
    assert!(other.is_empty(), "both ways store the same files: {other:?}");
    eprintln!("{} files, {milliseconds} ms a put", whole.len());
}
