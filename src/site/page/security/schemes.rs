//! Security schemes as sections of the overview.

use minijinja::Value;
use serde::Serialize;

use super::flows::{FlowView, flow_label, flow_view};
use super::{displayed, key_place, kind_words, scheme_anchor};
use crate::api::{SecurityScheme, SecuritySchemeKind};
use crate::site::code::{Code, CodeView};
use crate::site::context::Page;
use crate::site::example::percent;
use crate::site::marks::Side;
use crate::site::view::{Chip, ExtensionView, Fact, Mark, Note};

/// A scheme as a section of the overview.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct SchemeView {
    /// The anchor.
    pub(in crate::site) id: String,
    /// Its name for people.
    pub(in crate::site) label: String,
    /// Its name in the definition.
    pub(in crate::site) name: String,
    /// One line: `OAuth 2, authorization code, 4 scopes`.
    pub(in crate::site) summary: String,
    /// The description.
    pub(in crate::site) prose: Option<Value>,
    /// Chips.
    pub(in crate::site) chips: Vec<Chip>,
    /// Facts.
    pub(in crate::site) facts: Vec<Fact>,
    /// How it looks in a request.
    pub(in crate::site) sample: Option<CodeView>,
    /// Its flows.
    pub(in crate::site) flows: Vec<FlowView>,
    /// The change.
    pub(in crate::site) mark: Option<Mark>,
    /// Problems.
    pub(in crate::site) notes: Vec<Note>,
    /// Unknown extensions.
    pub(in crate::site) extensions: Vec<ExtensionView>,
}

/// Objects of a scheme whose extensions are listed with its own.
const FLOWS: &[&str] = &["flows", "flows.*", "flows.*.scopes", "scopes"];

/// All schemes of the API.
pub(in crate::site) fn schemes(page: &mut Page<'_, '_, '_>) -> Vec<SchemeView> {
    let api = page.cx.api;
    let mut views = Vec::new();
    for scheme in &api.security_schemes {
        let id = page.take_id(scheme_anchor(scheme.name), scheme.name);
        let before = page.cx.base.map_or(&[][..], |base| &base.security_schemes);
        let was = before.iter().find(|other| other.name == scheme.name);
        let mut places = vec![(Side::Head, scheme.node.place())];
        places.extend(was.map(|was| (Side::Base, was.node.place())));
        for (side, place) in &places {
            page.show(*side, [*place], &id);
        }
        let words = page.cx.words;
        let mut view = SchemeView {
            id: id.clone(),
            label: displayed(scheme).unwrap_or(scheme.name).to_owned(),
            name: scheme.name.to_owned(),
            summary: kind_words(words, scheme),
            prose: page.cx.markdown.row(scheme.description),
            chips: Vec::new(),
            facts: Vec::new(),
            sample: None,
            flows: Vec::new(),
            mark: page.mark(&places, false),
            notes: page.notes(&places),
            extensions: page.cx.extensions(&scheme.extensions, &["x-displayName", "x-defaultClientId"]),
        };
        view.extensions.extend(page.cx.inner_extensions(scheme.node, FLOWS));
        if scheme.deprecated {
            view.chips.push(Chip::on(words.get("deprecated"), "deprecated"));
        }
        fill(page, (scheme, was), &mut view);
        views.push(view);
    }
    views
}

fn header(name: &str, rest: &str) -> CodeView {
    let mut code = Code::default();
    code.keyword(name).plain(": ").plain(rest);
    CodeView::from(&code)
}

fn fill(
    page: &Page<'_, '_, '_>,
    (scheme, was): (&SecurityScheme<'_>, Option<&SecurityScheme<'_>>),
    view: &mut SchemeView,
) {
    let words = page.cx.words;
    match &scheme.kind {
        SecuritySchemeKind::ApiKey { name, place } => {
            view.sample = Some(match *place {
                "query" => {
                    let pair = format!("?{}=YOUR_API_KEY", percent(name, false));
                    CodeView::from(&Code::default().plain(&pair).clone())
                }
                "cookie" => header("Cookie", &format!("{name}=YOUR_API_KEY")),
                _ => header(name, "YOUR_API_KEY"),
            });
        }
        SecuritySchemeKind::Http { scheme, bearer_format } => {
            view.facts.push(Fact::code("HTTP", *scheme));
            view.facts.extend(bearer_format.map(|format| Fact::code(words.get("token_format"), format)));
            let credentials = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => "Bearer YOUR_TOKEN".to_owned(),
                "basic" => "Basic BASE64(USERNAME:PASSWORD)".to_owned(),
                _ => format!("{scheme} YOUR_CREDENTIALS"),
            };
            view.sample = Some(header("Authorization", &credentials));
        }
        SecuritySchemeKind::OAuth2 { flows, metadata_url } => {
            view.facts.extend(metadata_url.map(|url| Fact::code(words.get("metadata"), url)));
            // Flows mostly have the same ones.
            let scopes = flows.iter().flat_map(|flow| &flow.scopes).map(|scope| scope.name);
            let scopes = scopes.collect::<rustc_hash::FxHashSet<_>>().len();
            // Nothing is told of a scheme in which the comparison found nothing.
            let old = match was.filter(|_| view.mark.is_some()).map(|was| &was.kind) {
                Some(SecuritySchemeKind::OAuth2 { flows, .. }) => flows.as_slice(),
                _ => &[],
            };
            let mut names = Vec::new();
            for flow in flows {
                let label = flow_label(page, flow.name);
                names.push(label.to_lowercase());
                let before = old.iter().find(|other| other.name == flow.name);
                view.flows.push(flow_view(page, scheme, (flow, before), label));
            }
            let mut seen = rustc_hash::FxHashSet::default();
            for scope in view.flows.iter_mut().flat_map(|flow| &mut flow.scopes) {
                if !seen.insert(scope.id.clone()) {
                    scope.id.clear();
                }
            }
            view.summary.push_str(&format!(", {}", names.join(", ")));
            if scopes > 0 {
                view.summary.push_str(&format!(", {}", words.count("scopes", scopes)));
            }
            view.sample = Some(header("Authorization", "Bearer YOUR_TOKEN"));
        }
        SecuritySchemeKind::OpenIdConnect { url } => {
            view.facts.push(Fact::code(words.get("discovery"), *url));
            view.sample = Some(header("Authorization", "Bearer YOUR_TOKEN"));
        }
        SecuritySchemeKind::MutualTls | SecuritySchemeKind::Unknown { .. } => {}
    }
}
