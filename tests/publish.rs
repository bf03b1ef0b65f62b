//! `preview publish` and `preview prune` as a user calls them: to a folder and to Azure Blob Storage.

use crate::support::azurite::{ACCOUNT, Azurite};
use crate::support::sandbox::{Ran, Sandbox};

const DEFINITION: &str = "openapi: 3.1.0
info: {title: Harbour, version: 1.0.0}
paths:
  /berths:
    get:
      operationId: listBerths
      responses:
        '200': {description: The berths.}
";

/// A built site in `site/`, and a configuration that publishes to `previews/`.
fn built() -> Sandbox {
    let sandbox = Sandbox::new(&[
        ("openapi.yaml", DEFINITION),
        ("preview.yaml", "publish: {to: previews, keep: {days: 30, builds: 1}}\n"),
    ]);
    sandbox.run(&["build", "-o", "site", "--fail-on", "never"], &[]).assert_code(0);
    sandbox
}

/// The record of the built site, as build `id` of pull request 17.
fn as_build(sandbox: &Sandbox, id: u64) {
    let mut record: serde_json::Value = serde_json::from_str(&sandbox.read("site/preview.json")).unwrap();
    record["buildId"] = id.to_string().into();
    record["pullRequest"] = 17.into();
    sandbox.write("site/preview.json", &record.to_string());
}

/// Files that are not ours to look at as part of a place.
fn stored(sandbox: &Sandbox) -> Vec<String> {
    let files = sandbox.files("previews").into_iter().map(|(path, _)| path);
    files.filter(|path| !path.starts_with(".preview/")).collect()
}

/// The page that was printed.
#[track_caller]
fn page(ran: &Ran) -> String {
    ran.assert_code(0).out.trim().to_owned()
}

#[test]
fn a_built_site_is_published_to_a_folder_byte_for_byte() {
    let sandbox = built();
    as_build(&sandbox, 4711);
    let page = page(&sandbox.run(&["publish", "site"], &[]));
    assert!(page.starts_with("file:///") && page.ends_with("/builds/4711/index.html"), "{page}");
    let repository = stored(&sandbox)[0].split('/').next().unwrap().to_owned();
    // `preview build` notes in a hidden file what it wrote.
    let is_page = |path: &str| path != "preview.json" && !path.starts_with('.');
    let site: Vec<_> = sandbox.files("site").into_iter().filter(|(path, _)| is_page(path)).collect();
    assert!(!stored(&sandbox).iter().any(|path| path.contains("/.")), "{:?}", stored(&sandbox));
    assert!(site.len() > 5);
    for (path, bytes) in site {
        let at = format!("previews/{repository}/builds/4711/{path}");
        assert_eq!(std::fs::read(sandbox.path().join(&at)).unwrap(), bytes, "{path}");
    }
    // The templates escape slashes in attributes.
    let html = |path: &str| sandbox.read(&format!("previews/{repository}/{path}")).replace("&#x2f;", "/");
    let pointer = html("pr/17/index.html");
    assert!(pointer.contains("../../builds/4711/index.html"), "{pointer}");
    let builds = html("index.html");
    assert!(builds.contains("builds/4711/index.html"), "{builds}");
    let before = sandbox.files("previews");
    let again = sandbox.run(&["publish", "site"], &[]);
    assert!(again.assert_code(0).err.lines().any(|line| line.starts_with("0 files stored")), "{}", again.err);
    assert_eq!(sandbox.files("previews"), before, "a repetition changes nothing");
}

#[test]
fn a_prune_says_what_it_would_do_and_then_does_it() {
    let sandbox = built();
    for id in [1, 2, 3] {
        as_build(&sandbox, id);
        sandbox.run(&["publish", "site"], &[]).assert_code(0);
    }
    let before = sandbox.files("previews");
    let said = sandbox.run(&["prune", "--dry-run"], &[]);
    said.assert_code(0);
    assert_eq!(said.out.lines().count(), 2, "{}", said.out);
    assert!(
        said.out.lines().all(|line| line.contains("pull request 17") && line.contains("newer")),
        "{}",
        said.out
    );
    assert_eq!(sandbox.files("previews"), before, "a dry run removes nothing");
    assert_eq!(sandbox.run(&["prune"], &[]).assert_code(0).out, said.out);
    let left = stored(&sandbox);
    assert!(left.iter().any(|path| path.contains("/builds/3/")), "{left:?}");
    assert!(!left.iter().any(|path| path.contains("/builds/1/") || path.contains("/builds/2/")), "{left:?}");
    let again = sandbox.run(&["prune"], &[]);
    assert_eq!(again.assert_code(0).out, "");
}

#[test]
fn what_cannot_be_published_says_why() {
    let sandbox = built();
    let ran = sandbox.run(&["publish", "openapi.yaml"], &[]);
    assert!(ran.code == 2 || ran.code == 3, "{}", ran.err);
    let ran = sandbox.run(&["publish", "site", "--to", "az://previewdocs/$web"], &[]);
    assert!(ran.assert_code(3).err.contains("AZURE_STORAGE_ACCOUNT_KEY"), "{}", ran.err);
    let ran =
        sandbox.run(&["publish", "site", "--to", "https://previewdocs.blob.core.windows.net/docs"], &[]);
    assert!(ran.assert_code(2).err.contains("az://previewdocs/docs"), "{}", ran.err);
    sandbox.write("taken", "a file");
    let ran = sandbox.run(&["publish", "site", "--to", "taken"], &[]);
    assert!(ran.assert_code(3).err.contains("A file stands where a folder is needed"), "{}", ran.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_built_site_is_published_to_azure() {
    let Some(azurite) = Azurite::start(&["$web"]).await else { return };
    let sandbox = built();
    as_build(&sandbox, 4711);
    let environment = azurite.environment();
    let variables: Vec<(&str, &str)> =
        environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let to = format!("az://{ACCOUNT}/$web/team");
    let url = "https://previews.example/team";
    let page = page(&sandbox.run(&["publish", "site", "--to", &to, "--url", url], &variables));
    assert!(page.starts_with(url) && page.ends_with("/builds/4711/index.html"), "{page}");

    let missing = sandbox.run(&["publish", "site", "--to", &format!("az://{ACCOUNT}/nothere")], &variables);
    assert!(missing.assert_code(3).err.contains("ContainerNotFound"), "{}", missing.err);
    let wrong = [("AZURE_STORAGE_KEY", "QUFBQUFB")].into_iter().chain(variables).collect::<Vec<_>>();
    let refused = sandbox.run(&["publish", "site", "--to", &to], &wrong);
    assert!(refused.assert_code(3).err.contains("the account key in AZURE_STORAGE_KEY"), "{}", refused.err);
    assert!(!refused.err.contains("QUFBQUFB"), "{}", refused.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_is_stored_compressed_where_it_is_asked_for() {
    use object_store::{Attribute, ObjectStoreExt};
    use std::io::Read;
    let Some(azurite) = Azurite::start(&["$web"]).await else { return };
    let sandbox = built();
    as_build(&sandbox, 4711);
    let environment = azurite.environment();
    let variables: Vec<(&str, &str)> =
        environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let to = format!("az://{ACCOUNT}/$web/team");
    let args = ["publish", "site", "--to", &to, "--compress"];
    let page = page(&sandbox.run(&args, &variables));
    let again = sandbox.run(&args, &variables);
    assert!(again.assert_code(0).err.lines().any(|line| line.starts_with("0 files stored")), "{}", again.err);
    let crate::support::reader::Reader::Azure(store, _) =
        crate::support::reader::Reader::of_azurite(&azurite, "team")
    else {
        unreachable!("it was made from an emulator")
    };
    let stored = store.get(&format!("team/{page}").into()).await.unwrap();
    assert_eq!(stored.attributes.get(&Attribute::ContentEncoding).map(|value| value.as_ref()), Some("gzip"));
    let bytes = stored.bytes().await.unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text, sandbox.read("site/index.html"));
    // The folder of a build has no such header: files stay as they are.
    sandbox.run(&["publish", "site", "--to", "plain", "--compress"], &[]).assert_code(0);
    let plain =
        sandbox.files("plain").into_iter().find(|(path, _)| path.ends_with("/4711/index.html")).unwrap();
    assert_eq!(plain.1, text.into_bytes());
}
