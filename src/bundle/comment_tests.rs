//! Comments go along with what they are about.

use super::tests::store;
use super::*;
use crate::definition::load;
use crate::openapi::detect;

fn commented(files: &[(&str, &str)]) -> String {
    let store = store(files);
    let (definition, problems) = load(&store, files[0].0).unwrap();
    assert!(problems.is_empty(), "{problems:?}");
    let version = detect(definition.root()).unwrap();
    let bundled = bundle(&definition, version, &BundleOptions::default()).unwrap();
    assert!(!bundled.to_yaml().contains("note"), "{}", bundled.to_yaml());
    bundled.to_yaml_with_comments(&definition)
}

#[test]
fn comments_stay_above_and_behind_what_they_are_about() {
    let text = "\
# note: the first

openapi: 3.1.0 # note: behind a value
info:   # note: behind a key
  # note: above a key
  'title': \"T # no comment\" # note: behind quotes
  version: '1'
    # deeper than the key: may be text
  description: |
    text
    # text, too
  # note: above

  # note: and further above
  x-flag: true # note: behind a word
  x-nothing: # note: behind nothing
paths:
  /a:
    get:
      # note: above a list
      tags:
      # note: above an item
      - one # note: behind an item
      # note: above another
      - 'two'
      parameters:
        # note: above a reference
        - $ref: 'parts.yaml#/Limit' # note: lost with the reference
        # note: above an object
        - name: x
          in: query # note
          schema: {type: string, enum: [a, b]} # note: lost with the brackets
      responses: {}
";
    let parts = "# note: elsewhere\nLimit:\n  # note: the name\n  name: limit\n  in: query\n  schema: {type: integer}\n";
    let yaml = commented(&[("a.yaml", text), ("parts.yaml", parts)]);
    insta::assert_snapshot!(yaml, @r#"
    # note: the first
    openapi: 3.1.0 # note: behind a value
    info: # note: behind a key
      # note: above a key
      title: 'T # no comment' # note: behind quotes
      version: '1'
      description: |
        text
        # text, too
      # note: above
      # note: and further above
      x-flag: true # note: behind a word
      x-nothing: null # note: behind nothing
    paths:
      /a:
        get:
          # note: above a list
          tags:
            # note: above an item
            - one # note: behind an item
            # note: above another
            - two
          parameters:
            # note: above a reference
            - $ref: '#/components/parameters/Limit'
            # note: above an object
            - name: x
              in: query # note
              schema:
                type: string
                enum:
                  - a
                  - b
          responses: {}
    components:
      parameters:
        Limit:
          # note: the name
          name: limit
          in: query
          schema:
            type: integer
    "#);
    // Bundled once more, nothing is lost and nothing comes.
    assert_eq!(commented(&[("a.yaml", &yaml)]), yaml);
}

#[test]
fn json_has_no_comments() {
    let yaml = commented(&[("a.json", "{\n\"openapi\": \"3.1.0\",\n\"x-a\": \"# no\"}")]);
    assert_eq!(yaml, "openapi: 3.1.0\nx-a: '# no'\n");
}

#[test]
fn carriage_returns_alone_end_comments() {
    let yaml = commented(&[("a.yaml", "#\r\rt: a # b\rc: d\nopenapi: 3.0.3\n")]);
    assert_eq!(yaml, "t: a\nc: d\nopenapi: 3.0.3\n");
}
