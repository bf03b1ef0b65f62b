//! Every reference leads somewhere.

use rustc_hash::FxHashSet;

use crate::definition::ReferenceError;
use crate::lint::context::{Context, Form, Reference};
use crate::lint::rule::{ERROR, Rule, RuleDef, presets};

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "no-unresolved-refs",
    aliases: &["invalid-ref", "resolving-references"],
    presets: presets(ERROR, ERROR, ERROR, ERROR).spectral(ERROR),
    summary: "Every `$ref` and every discriminator mapping leads to something that exists",
    why: "Nothing can be generated from, or shown for, an object that is not there.\n\nA mapping of a discriminator \
          may be the name of a schema or a reference; the name is looked up first. `$ref`s inside examples and \
          extensions are data and not looked at. A file of another host that can't be read is reported at its first \
          reference.",
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Hour'}
components:
  schemas:
    Hours: {type: object}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
paths:
  /hours:
    get:
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Hours'}
components:
  schemas:
    Hours: {type: object}
",
    references: true,
    create: |_| Box::new(NoUnresolvedRefs::default()),
    ..RuleDef::BASE
};

#[derive(Default)]
struct NoUnresolvedRefs {
    /// Texts of other hosts that were said to be out of reach: each is said once, however often it is referenced.
    said: FxHashSet<String>,
}

impl<'d> Rule<'d> for NoUnresolvedRefs {
    fn reference(&mut self, reference: &Reference<'d>, cx: &mut Context<'d>) {
        let Err(error) = &reference.target else { return };
        if let ReferenceError::Remote { url } | ReferenceError::Unreadable { path: url, .. } = error
            && url.contains("://")
            && !self.said.insert(url.clone())
        {
            return;
        }
        let node = reference.text_node();
        let what = match reference.form {
            Form::Ref => "the reference",
            Form::Mapping => "the mapping",
        };
        let message = format!("{what} `{}` leads nowhere: {error}", node.text());
        let report = cx.report(node.location(), message);
        if let ReferenceError::MissingTarget { nearest: Some(name), .. } = error {
            report.suggest(name.clone());
        }
    }
}
