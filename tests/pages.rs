//! What a repository brings to its own pages: templates, a logo, guides with pictures.

use crate::support::sandbox::Sandbox;

const DEFINITION: &str = "openapi: 3.1.0\ninfo: {title: Fleet, version: '1'}\npaths: {}\n";

fn build(config: &str, files: &[(&str, &str)]) -> (Sandbox, i32, String) {
    let config = format!("extends: [minimal]\ndocs:\n{config}");
    let mut all = vec![("openapi.yaml", DEFINITION), ("preview.yaml", config.as_str())];
    all.extend(files);
    let sandbox = Sandbox::new(&all);
    let ran = sandbox.run(&["build", "--quiet"], &[]);
    (sandbox, ran.code, ran.err)
}

#[test]
fn own_templates_and_a_logo() {
    let overview = "{% extends \"built-in/page/overview.html\" %}\n{% block content %}<p>Ours: {{ title }}</p>{{ super() }}{% endblock %}\n";
    let files = [
        ("docs/pages/page/overview.html", overview),
        ("docs/pages/asset/style.css", "main { color: teal; }\n"),
        ("docs/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h8\"/></svg>"),
    ];
    let (sandbox, code, err) = build("  logo: docs/logo.svg\n  templates: ./docs/pages/\n", &files);
    assert_eq!(code, 0, "{err}");
    let page = sandbox.read("preview-site/index.html");
    assert!(page.contains("<p>Ours: Fleet</p>") && page.contains("src=\"assets/logo-"), "{page}");
    let paths: Vec<String> = sandbox.files("preview-site").into_iter().map(|(path, _)| path).collect();
    let style = paths.iter().find(|path| path.contains("assets/style-")).unwrap();
    assert_eq!(sandbox.read(&format!("preview-site/{style}")), "main{color:teal}");
    assert!(paths.iter().any(|path| path.contains("assets/logo-") && path.ends_with(".svg")), "{paths:?}");
}

#[test]
fn what_is_wrong_with_them_has_its_place() {
    let template = |name: &'static str, text: &'static str| (name, text);
    let cases = [
        (
            "  templates: t\n",
            template("t/page/overview.html", "a\n{{ nothing.here }}"),
            "t/page/overview.html:2: ",
        ),
        ("  templates: t\n", template("t/page/overview.html", "\n{% if %}"), "t/page/overview.html:2: "),
        ("  templates: t\n", template("t/page/overview.html", "hello"), "Content-Security-Policy"),
        (
            "  templates: t\n",
            template("t/page/overvew.html", "x"),
            "preview.yaml:3:14: there is no built-in template",
        ),
        (
            "  templates: t\n",
            template("u/page/overview.html", "x"),
            "preview.yaml:3:14: there are no templates in `t`",
        ),
        (
            "  logo: l.svg\n",
            template("l.svg", "<svg><script/></svg>"),
            "preview.yaml:3:9: `l.svg` is an SVG with `<script>`",
        ),
        ("  logo: l.png\n", template("l.png", "text"), "preview.yaml:3:9: `l.png` is no PNG"),
        ("  logo: ../../etc/passwd\n", template("l.png", "text"), "preview.yaml:3:9: cannot read the logo"),
    ];
    for (config, file, words) in cases {
        let (sandbox, code, err) = build(config, &[file]);
        assert_eq!(code, 2, "{config}{file:?}: {err}");
        assert!(err.contains(words), "{config}{file:?}: {err}");
        assert!(!sandbox.path().join("preview-site").exists(), "nothing is written");
    }
}

#[test]
fn guides_lead_to_each_other_and_say_what_leads_nowhere() {
    let files = [
        (
            "docs/first.md",
            "# First\n\n[second](second.md#more), [gone](gone.md), ![drawn](img/a.svg), ![lost](img/b.svg)\n",
        ),
        ("docs/second.md", "# Second\n\n## More\n\n[first](first.md)\n"),
        ("docs/img/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h8\"/></svg>"),
        ("docs/img/b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
    ];
    let (sandbox, code, err) = build("  pages: [docs/second.md, docs/*.md]\n", &files);
    assert_eq!(code, 0, "{err}");
    let page = sandbox.read("preview-site/api/guides/first.html");
    assert!(
        page.contains("<a href=\"second.html#text-more\">second</a>, gone, <img src=\"../../assets/a-"),
        "{page}"
    );
    assert!(page.contains("alt=\"drawn\"") && page.trim_end().ends_with("</html>"), "{page}");
    // The order of the configuration.
    assert!(page.find("=\"../guides/second.html").unwrap() < page.find("=\"../guides/first.html").unwrap());
    for note in [
        "`gone.md` leads nowhere",
        "`img/b.svg` is not shown",
        "`docs/img/b.svg` is not shown: it is an SVG with",
    ] {
        assert!(err.contains(note), "{note}: {err}");
    }
    assert_eq!(err.lines().count(), 3, "{err}");
}

/// An example may be written in place or referred to: what is wrong in it stands where readers see it.
#[test]
fn a_problem_of_an_example_stands_where_the_example_is_shown() {
    let definition = "openapi: 3.1.0
info: {title: Fleet, version: '1'}
paths:
  /ships:
    post:
      operationId: addShip
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {name: {type: string}}}
            examples: {bad: {value: {name: 5}}}
      responses:
        '200':
          description: The length.
          content:
            application/json:
              schema: {type: integer}
              examples: {word: {$ref: '#/components/examples/Word'}}
components:
  examples:
    Word: {value: seven}
";
    let config = "extends: [minimal]\nrules: {no-invalid-media-type-examples: warn}\n";
    let sandbox = Sandbox::new(&[("openapi.yaml", definition), ("preview.yaml", config)]);
    sandbox.run(&["build", "--quiet"], &[]).assert_code(0);
    let page = sandbox.read("preview-site/api/operations/add-ship.html");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text}: {page}"));
    let notes: Vec<usize> =
        page.match_indices("no-invalid-media-type-examples</a>").map(|(at, _)| at).collect();
    assert_eq!(notes.len(), 2, "{page}");
    assert!(at("id=\"body.json\"") < notes[0] && notes[0] < at("id=\"responses\""), "{page}");
    assert!(at("id=\"response-200.json\"") < notes[1], "{page}");
    let problems = sandbox.read("preview-site/api/problems.html");
    for anchor in ["body.json", "response-200.json"] {
        assert!(problems.contains(&format!("operations/add-ship.html#{anchor}")), "{anchor}: {problems}");
    }
}

/// The gate may let it pass; the page does not.
#[test]
fn a_definition_that_cannot_be_read_has_no_green_banner() {
    let sandbox = Sandbox::new(&[("openapi.yaml", "openapi: 3.1.0\ninfo: {title: [\n")]);
    sandbox.run(&["build", "--quiet", "--fail-on", "never"], &[]);
    let page = sandbox.read("preview-site/index.html");
    assert!(page.contains("class=\"pr failed\"") && !page.contains("class=\"pr passed\""), "{page}");
}
