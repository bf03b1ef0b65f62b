//! Previews that not everybody may see: one page behind a signed link, an artifact of the pipeline, an attachment of the
//! pull request; and what `preview doctor` says of a place.

use crate::run::{GOOD, NUMBER, comment, pipeline, run, status};
use crate::support::azure_devops::StandIn;
use crate::support::azurite::{ACCOUNT, Azurite};
use crate::support::moto::Moto;
use crate::support::sandbox::Sandbox;

fn pull_request() -> (Sandbox, std::collections::BTreeMap<String, String>, StandIn) {
    let head = GOOD.replace("title: Harbour", "title: Harbours");
    let (sandbox, commit) =
        Sandbox::pull_request(&[("openapi.yaml", GOOD)], &[("openapi.yaml", Some(&head))]);
    let server = StandIn::start();
    server.state().pull_request(NUMBER).push(&commit, &["/openapi.yaml"]);
    let variables = pipeline(&server, &commit, 4711);
    (sandbox, variables, server)
}

/// The first address in `text` that begins with `start`.
fn link(text: &str, start: &str) -> String {
    let at = text.find(start).unwrap_or_else(|| panic!("{start} is missing in {text}"));
    text[at..].split([')', ']', ' ', '\n']).next().unwrap().replace("&amp;", "&")
}

async fn read(url: &str) -> (u16, String, String) {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.get(url).send().await.unwrap();
    let kind = answer.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
    (answer.status().as_u16(), kind.unwrap_or_default(), answer.text().await.unwrap())
}

const SIGNED: [&str; 5] = ["run", "--single-file", "--signed-link", "5", "--to"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_page_in_a_private_container_behind_a_signed_link() {
    let Some(azurite) = Azurite::start(&["docs"]).await else { return };
    let (sandbox, mut variables, server) = pull_request();
    variables.extend(azurite.environment());
    let to = format!("az://{ACCOUNT}/docs/team");
    let ran = tokio::task::block_in_place(|| run(&sandbox, &[&SIGNED[..], &[&to]].concat(), &variables));
    ran.assert_code(0);
    let (text, _) = comment(&server);
    assert!(text.contains("the link to the preview works until 2026-01-10"), "{text}");
    let link = link(&text, &format!("{}/{ACCOUNT}/docs/team/", azurite.url));
    assert!(
        link.contains("/builds/4711/index.html?") && link.contains("sig=") && link.contains("sp=r&"),
        "{link}"
    );
    let (status_code, kind, page) = read(&link).await;
    assert_eq!((status_code, kind.as_str()), (200, "text/html; charset=utf-8"), "{page}");
    assert!(
        page.contains("Harbours") && !page.contains("<link rel=\"stylesheet\" href"),
        "one page holds all"
    );
    assert_ne!(read(link.split('?').next().unwrap()).await.0, 200, "the container is private");
    assert_eq!(status(&server, "docs"), "succeeded");
    assert!(!text.contains("openapi/changes.html"), "one page has no others: {text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signed_link_into_s3() {
    let Some(moto) = Moto::start(&["docs"]).await else { return };
    let (sandbox, mut variables, server) = pull_request();
    variables.extend(moto.environment());
    let ran = tokio::task::block_in_place(|| {
        run(&sandbox, &[&SIGNED[..], &["s3://docs/team"]].concat(), &variables)
    });
    ran.assert_code(0);
    let link = link(&comment(&server).0, &moto.url);
    assert!(link.contains("X-Amz-Expires=432000"), "{link}");
    assert_eq!(read(&link).await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_cannot_sign_links_is_told_what_can() {
    let (sandbox, variables, _server) = pull_request();
    let ran = run(&sandbox, &[&SIGNED[..], &["place"]].concat(), &variables);
    assert!(ran.assert_code(2).err.contains("signs no links"), "{}", ran.err);
    let ran = run(&sandbox, &["run", "--signed-link", "5", "--to", "place"], &variables);
    assert!(ran.assert_code(2).err.contains("--single-file"), "{}", ran.err);
}

#[test]
fn a_pipeline_artifact_is_handed_to_the_agent() {
    let (sandbox, mut variables, server) = pull_request();
    let temporary = sandbox.path().join("agent-temp");
    std::fs::create_dir(&temporary).unwrap();
    variables.insert("AGENT_TEMPDIRECTORY".to_owned(), temporary.to_str().unwrap().to_owned());
    let ran = run(&sandbox, &["run", "--to", "artifact:docs"], &variables);
    ran.assert_code(0);
    let command = "##vso[artifact.upload containerfolder=docs;artifactname=docs]";
    let line = ran.out.lines().find(|line| line.starts_with(command));
    let folder = line.unwrap_or_else(|| panic!("{}", ran.out)).strip_prefix(command).unwrap();
    // The folder works from a disk: its first page leads to the build's own.
    let files = crate::support::sandbox::files_below(std::path::Path::new(folder));
    assert!(files.iter().any(|(path, _)| path.ends_with("/builds/4711/index.html")), "{folder}");
    let (text, _) = comment(&server);
    assert!(text.contains("artifact"), "{text}");
}

#[test]
fn an_attachment_is_one_page_on_the_pull_request() {
    let (sandbox, variables, server) = pull_request();
    run(&sandbox, &["run", "--to", "attachment:"], &variables).assert_code(0);
    let (text, _) = comment(&server);
    assert!(text.contains("preview-4711.html"), "{text}");
    assert!(!text.contains("openapi/changes.html"), "one page has no others: {text}");
    server.assert_strict();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doctor_names_who_signs_in_and_the_right_that_is_missing() {
    let Some(azurite) = Azurite::start(&["docs"]).await else { return };
    let config = format!("publish: {{to: 'az://{ACCOUNT}/docs', url: '{}/{ACCOUNT}/docs'}}\n", azurite.url);
    let sandbox = Sandbox::new(&[("openapi.yaml", GOOD), ("preview.yaml", &config)]);
    let variables = azurite.environment();
    let mut variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let ran = sandbox.run(&["doctor"], &variables);
    ran.assert_code(3);
    let storage = "the emulator's public key, which may list, create, read, replace, delete";
    assert!(ran.out.contains(storage), "{}", ran.out);
    assert!(ran.out.contains("readers cannot open what is stored"), "{}", ran.out);

    let signature = crate::sign_in::signature("2099-01-01T00:00:00Z", "rlac");
    variables
        .extend([("AZURE_CREDENTIAL_TYPE", "sas_token"), ("AZURE_STORAGE_SAS_TOKEN", signature.as_str())]);
    let ran = sandbox.run(&["doctor"], &variables);
    ran.assert_code(3);
    assert!(ran.out.contains("the right to ") && ran.out.contains(" is missing"), "{}", ran.out);
    assert!(ran.out.contains("the shared access signature in AZURE_STORAGE_SAS_TOKEN"), "{}", ran.out);
    assert!(!ran.out.contains("sig="), "{}", ran.out);
}
