//! The comment as a pull request gets it, for every way a build can end, whole and written down in `tests/comments/`.
//! `BLESS=1` writes those files anew; `node tests/browser/comments.mjs` takes their pictures.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::run::{NUMBER, pipeline, run};
use crate::support::azure_devops::{Fault, StandIn};
use crate::support::sandbox::Sandbox;

/// What is built, and how.
struct Scene<'s> {
    base: Vec<(&'s str, String)>,
    head: Vec<(&'s str, String)>,
    /// Files that the head does not have any more.
    gone: Vec<&'s str>,
    args: &'s [&'s str],
    /// Of the stand-in, before the build begins.
    faults: Vec<Fault>,
    exit: i32,
    checkout: Checkout,
}

/// What the clone holds.
#[derive(PartialEq)]
enum Checkout {
    Whole,
    /// One commit, and the service can't give the files of the other.
    Shallow,
}

impl Scene<'_> {
    fn new<'s>(base: &str, head: &str, exit: i32) -> Scene<'s> {
        Scene {
            base: vec![("crossings.yaml", base.to_owned())],
            head: vec![("crossings.yaml", head.to_owned())],
            gone: Vec::new(),
            args: &["--to", "place", "--url", "https://previews.example"],
            faults: Vec::new(),
            exit,
            checkout: Checkout::Whole,
        }
    }
}

/// Builds the scene's pull request and compares its comment with the one that is written down.
#[track_caller]
fn shows(name: &str, scene: Scene<'_>) -> String {
    let base: Vec<(&str, &str)> = scene.base.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let head: Vec<(&str, Option<&str>)> =
        scene.head.iter().map(|(path, text)| (*path, Some(text.as_str()))).collect();
    let gone = scene.gone.iter().map(|path| (*path, None));
    let head: Vec<(&str, Option<&str>)> = head.into_iter().chain(gone).collect();
    let (sandbox, commit) = Sandbox::pull_request(&base, &head);
    let server = StandIn::start();
    let paths: Vec<String> = scene.head.iter().map(|(path, _)| format!("/{path}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    server.state().pull_request(NUMBER).push(&commit, &paths);
    scene.faults.into_iter().for_each(|fault| server.fault(fault));
    let sandbox = match scene.checkout {
        Checkout::Whole => sandbox,
        Checkout::Shallow => {
            server.fault(
                Fault::refusal("GET", "/items", 403, "GitNeedsPermissionException", "TF401027: no").always(),
            );
            sandbox.shallow()
        }
    };
    let args: Vec<&str> = std::iter::once("run").chain(scene.args.iter().copied()).collect();
    let temporary = tempfile::tempdir().unwrap();
    let mut variables = pipeline(&server, &commit, 3114);
    variables.insert("AGENT_TEMPDIRECTORY".to_owned(), temporary.path().to_string_lossy().into_owned());
    let ran = run(&sandbox, &args, &variables);
    ran.assert_code(scene.exit);
    server.assert_strict();
    let text = {
        let mut state = server.state();
        let threads = state.pull_request(NUMBER).live_threads();
        let ours: Vec<_> = threads.into_iter().filter(|thread| thread.context.is_null()).collect();
        assert_eq!(ours.len(), 1, "one thread on the pull request");
        ours[0].text().to_owned()
    };
    leads_to_files(&text, &sandbox);
    for status in &server.state().pull_request(NUMBER).statuses {
        leads_to_files(&format!("({})", status.target_url.as_deref().unwrap_or_default()), &sandbox);
    }
    let text = text.replace(&server.collection(), "https://dev.azure.com/harbour/");
    let text = text.replace(&sandbox.path().to_string_lossy().into_owned(), "FOLDER");
    let text = without_stored(&without_hashes(&text));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/comments/{name}.md"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        text == written,
        "{} is not the comment any more; look at it, then run with BLESS=1:\n{text}",
        path.display()
    );
    assert!(text.encode_utf16().count() <= 22_000, "the whole text is loaded and mailed");
    text
}

/// Every address of the site leads to a file that the build stored, and to an anchor that is in it.
#[track_caller]
fn leads_to_files(text: &str, sandbox: &Sandbox) {
    let site = "(https://previews.example/";
    for after in text.split(site).skip(1) {
        let address = after.split(')').next().unwrap();
        let (path, anchor) = address.split_once('#').unwrap_or((address, ""));
        let page = std::fs::read_to_string(sandbox.path().join("place").join(path));
        let page = page.unwrap_or_else(|error| panic!("the comment links to `{path}`: {error}"));
        let has_anchor = anchor.is_empty() || page.contains(&format!("id=\"{anchor}\""));
        assert!(has_anchor, "the comment links to `{address}`, which the page does not have");
    }
}

/// Names of assets change with every edit of a style or script.
fn without_hashes(text: &str) -> String {
    let mut parts = text.split("/assets/");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(['`', ' ']).unwrap_or(part.len());
        write!(masked, "/assets/ASSET{}", &part[end..]).unwrap();
    }
    masked
}

/// Pages are stored many at once: which one fails first is up to chance.
fn without_stored(text: &str) -> String {
    let Some((before, after)) = text.split_once("cannot store `") else { return text.to_owned() };
    let (_, rest) = after.split_once('`').unwrap_or_default();
    format!("{before}cannot store `FILE`{rest}")
}

/// A definition that passes, with two warnings.
const FERRIES: &str = "openapi: 3.1.0
info:
  title: Skerry Ferries API
  version: 2.4.0
  description: Crossings, bookings and tides.
  license: {name: MIT, identifier: MIT}
servers: [{url: 'https://api.ferries.example/v2'}]
security: [{key: []}]
tags: [{name: Bookings, description: Places on board.}, {name: Harbours, description: Where ships lie.}]
paths:
  /harbours:
    get:
      operationId: listHarbours
      summary: List harbours
      description: All harbours.
      tags: [Harbours]
      parameters:
        - {name: limit, in: query, description: The most harbours., schema: {type: integer, maximum: 50}}
      responses:
        '200':
          description: The harbours.
          content:
            application/json:
              schema: {type: object, properties: {harbours: {type: array, items: {$ref: '#/components/schemas/Harbour'}}}}
        '400': {description: A parameter is wrong.}
  /harbours/{harbourId}/waiting-list:
    get:
      operationId: waitingList
      summary: See who waits
      description: Who waits for a place.
      tags: [Harbours]
      parameters:
        - {name: harbourId, in: path, required: true, description: Its name., schema: {type: string}}
      responses:
        '200': {description: Who waits.}
        '404': {description: No such harbour.}
  /harbours/{harbourId}/bookings:
    post:
      operationId: bookCrossing
      summary: Book a crossing
      description: Books a place on board.
      tags: [Bookings]
      parameters:
        - {name: harbourId, in: path, required: true, description: Its name., schema: {type: string}}
        - {name: seatPlan, in: query, description: With seats., schema: {type: boolean}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                carriage: {$ref: '#/components/schemas/Carriage'}
      responses:
        '201':
          description: Booked.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Booking'}
        '400': {description: Something is missing.}
  /fares:
    get:
      operationId: listFares
      summary: List fares
      description: All fares.
      tags: [Bookings]
      responses:
        '200': {description: The fares.}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
  schemas:
    Harbour:
      type: object
      properties:
        name: {type: string, description: Its name.}
    Carriage:
      type: object
      properties:
        length: {type: string, description: With its unit.}
    Booking:
      type: object
      required: [id]
      properties:
        id: {type: string, description: Its number.}
    OldFare: {type: object}
";

/// The same with some things added.
fn grown() -> String {
    FERRIES
        .replace("maximum: 50", "maximum: 100")
        .replace(
            "        name: {type: string, description: Its name.}\n",
            "        name: {type: string, description: The name of the harbour.}\n        timeZone: {type: string, description: Its time zone.}\n",
        )
        .replace(
            "        id: {type: string, description: Its number.}\n",
            "        id: {type: string, description: Its number.}\n        checkInBy: {type: string, description: The last minute.}\n",
        )
        .replace(
            "        - {name: seatPlan, in: query",
            "        - {name: cabin, in: query, description: With a bed., schema: {type: boolean}}\n        - {name: seatPlan, in: query",
        )
}

/// The same with an operation gone, a type changed, an undeclared parameter and two more warnings.
fn broken() -> String {
    let start = FERRIES.find("  /harbours/{harbourId}/waiting-list:").unwrap();
    let end = FERRIES.find("  /harbours/{harbourId}/bookings:").unwrap();
    let without = format!("{}{}", &FERRIES[..start], &FERRIES[end..]);
    without
        .replace(
            "length: {type: string, description: With its unit.}",
            "length: {type: number, description: In metres.}",
        )
        .replace(
            "        - {name: seatPlan, in: query, description: With seats., schema: {type: boolean}}\n",
            "",
        )
        .replace("  /fares:\n", "  /fares/{fareId}:\n")
        .replace(
            "    OldFare: {type: object}\n",
            "    OldFare: {type: object}\n    OlderFare: {type: object}\n    OldestFare: {type: object}\n",
        )
        .replace("maximum: 50", "maximum: 100")
}

#[test]
fn all_fine() {
    shows("all-fine", Scene::new(FERRIES, &grown(), 0));
}

#[test]
fn nothing_changed() {
    let mut scene = Scene::new(FERRIES, FERRIES, 0);
    scene.head.push(("README.md", "Words.\n".to_owned()));
    shows("nothing-changed", scene);
}

#[test]
fn three_problems() {
    shows("three-problems", Scene::new(FERRIES, &broken(), 1));
}

/// A definition with `count` operations; `each` is put into every one.
fn many(count: usize, each: &dyn Fn(usize) -> String) -> String {
    let head = FERRIES.split_once("paths:\n").unwrap().0;
    let tail = &FERRIES[FERRIES.find("components:\n").unwrap()..];
    let mut text = format!("{head}paths:\n");
    for number in 0..count {
        write!(
            text,
            "  /piers/{number:04}:\n    get:\n      operationId: pier{number:04}\n      summary: Pier {number}\n      description: A pier.\n      tags: [Harbours]\n{}",
            each(number)
        )
        .unwrap();
    }
    text + tail
}

#[test]
fn four_thousand_problems() {
    let well = |_: usize| {
        "      responses:\n        '200': {description: It.}\n        '404': {description: None.}\n"
            .to_owned()
    };
    let badly = |number: usize| {
        format!(
            "      security: [{{oauth{}: []}}]\n      parameters:\n        - {{name: side, in: query, schema: {{type: strin}}}}\n        - {{$ref: '#/components/parameters/Gone'}}\n      responses:\n        '200': {{description: It.}}\n        '404': {{}}\n",
            number % 3
        )
    };
    shows("four-thousand-problems", Scene::new(&many(1_000, &well), &many(1_000, &badly), 1));
}

#[test]
fn two_thousand_changes() {
    let before = |_: usize| {
        "      parameters:\n        - {name: side, in: query, description: Which., schema: {type: string}}\n        - {name: deck, in: query, description: Which., schema: {type: string, maxLength: 9}}\n      responses:\n        '200': {description: It.}\n        '404': {description: None.}\n".to_owned()
    };
    let after = |_: usize| {
        "      parameters:\n        - {name: side, in: query, description: Which side., schema: {type: integer}}\n        - {name: deck, in: query, description: Which., schema: {type: string, maxLength: 8}}\n        - {name: ship, in: query, description: Which., schema: {type: string}}\n      responses:\n        '200': {description: It.}\n        '404': {description: None.}\n".to_owned()
    };
    shows("two-thousand-changes", Scene::new(&many(500, &before), &many(500, &after), 1));
}

/// Five APIs: one breaks, one grows, one has a warning more, two stay.
fn five() -> Scene<'static> {
    let named = |title: &str, text: &str| text.replace("Skerry Ferries API", title);
    let files = ["crossings.yaml", "crew.yaml", "lighthouse.yaml", "payments.yaml", "tides.yaml"];
    let titles = ["Skerry Ferries", "Crew Rota", "Lighthouse", "Pier Payments", "Tide Tables"];
    let mut base: Vec<(&str, String)> =
        files.iter().zip(titles).map(|(file, title)| (*file, named(title, FERRIES))).collect();
    let configured: String = files.iter().fold("apis:\n".to_owned(), |mut text, file| {
        writeln!(text, "  {}: {{root: {file}}}", file.trim_end_matches(".yaml")).unwrap();
        text
    });
    base.push(("preview.yaml", configured));
    let warned = FERRIES.replace(
        "    OldFare: {type: object}\n",
        "    OldFare: {type: object}\n    OlderFare: {type: object}\n",
    );
    let head = vec![
        ("crossings.yaml", named("Skerry Ferries", &broken())),
        ("payments.yaml", named("Pier Payments", &grown())),
        ("tides.yaml", named("Tide Tables", &warned)),
    ];
    Scene { base, head, ..Scene::new("", "", 1) }
}

#[test]
fn five_apis() {
    shows("five-apis", five());
}

#[test]
fn five_apis_that_pass() {
    let mut scene = five();
    scene.head.remove(0);
    scene.exit = 0;
    shows("five-apis-that-pass", scene);
}

#[test]
fn no_base() {
    shows("no-base", Scene { checkout: Checkout::Shallow, ..Scene::new(FERRIES, &grown(), 0) });
}

#[test]
fn a_new_api() {
    let mut scene = Scene::new("", &grown(), 0);
    scene.base = vec![("README.md", "Words.\n".to_owned())];
    shows("new-api", scene);
}

#[test]
fn not_published() {
    let mut scene = Scene::new(FERRIES, &grown(), 3);
    scene.args = &["--to", "crossings.yaml/place", "--url", "https://previews.example"];
    shows("not-published", scene);
}

#[test]
fn the_configuration_is_wrong() {
    let mut scene = Scene::new(FERRIES, &grown(), 2);
    scene.head.push(("preview.yaml", "extend: [recommended]\n".to_owned()));
    shows("configuration-wrong", scene);
}

#[test]
fn a_template_of_the_repository_is_wrong() {
    let mut scene = Scene::new(FERRIES, &grown(), 2);
    scene.head.push(("preview.yaml", "docs: {templates: pages}\n".to_owned()));
    scene.head.push(("pages/page/operation.html", "<p>{{ oepration.title }}</p>\n".to_owned()));
    shows("template-wrong", scene);
}

#[test]
fn a_definition_that_does_not_parse() {
    shows("no-parse", Scene::new(FERRIES, "openapi: 3.1.0\ninfo: {title: [\n", 1));
}

#[test]
fn definitions_with_names_that_are_no_folders() {
    let configured = "apis:\n  Skerry_Ferries: {root: crossings.yaml}\n  Crew.Rota: {root: crew.yaml}\n  Harbour_Cafe: {root: cafe.yaml}\n";
    let mut scene = Scene::new(FERRIES, &broken(), 1);
    scene.base.extend([("crew.yaml", FERRIES.to_owned()), ("cafe.yaml", FERRIES.to_owned())]);
    scene.base.push(("preview.yaml", configured.to_owned()));
    scene.head.push(("crew.yaml", "openapi: 3.1.0\ninfo: {title: [\n".to_owned()));
    scene.gone = vec!["cafe.yaml"];
    let text = shows("names-that-are-no-folders", scene);
    assert!(text.contains("/skerry-ferries-"), "{text}");
}

#[test]
fn one_definition_whose_name_is_no_folder() {
    let mut scene = Scene::new(FERRIES, &broken(), 1);
    scene.base.push(("preview.yaml", "apis: {Museum_API: {root: crossings.yaml}}\n".to_owned()));
    let text = shows("name-that-is-no-folder", scene);
    assert!(text.contains("/changes.html") && text.contains("/problems.html"), "{text}");
}

#[test]
fn a_definition_that_is_removed() {
    let mut scene = Scene::new(FERRIES, "", 1);
    scene.head = vec![("README.md", "Words.\n".to_owned())];
    scene.gone = vec!["crossings.yaml"];
    shows("removed", scene);
}

/// Warnings that were there before are none to the gate, and none to the comment.
#[test]
fn new_problems_only() {
    let mut scene = Scene::new(FERRIES, &grown(), 0);
    scene.args = &[
        "--to",
        "place",
        "--url",
        "https://previews.example",
        "--fail-on",
        "warning",
        "--max-warnings",
        "0",
        "--new-only",
    ];
    let text = shows("new-only", scene);
    assert!(!text.contains("**Fails:**"), "{text}");
}

#[test]
fn one_page_that_holds_all() {
    let mut scene = Scene::new(FERRIES, &grown(), 0);
    scene.args = &["--single-file", "--to", "place", "--url", "https://previews.example"];
    let text = shows("one-page", scene);
    assert!(text.contains("/index.html#p"), "{text}");
}

#[test]
fn an_artifact_only() {
    shows("artifact", Scene { args: &[], ..Scene::new(FERRIES, &grown(), 0) });
}
