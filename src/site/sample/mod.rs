//! Code samples: one neutral request, printed for each client.

mod clients;
mod literal;
mod multipart;
#[cfg(test)]
mod proof_tests;
mod request;
mod shell;

use super::code::Code;
use crate::api::{Api, Operation};

pub(super) use request::server_url;
use request::{Request, request_of};

/// A sample for one client.
#[derive(Clone, Debug)]
pub(super) struct ClientSample {
    /// The client's name: `curl`, `JavaScript`.
    pub(super) label: String,
    /// The code.
    pub(super) code: Code,
}

type Print = fn(&Request) -> Code;

/// The clients by their names in the configuration.
const CLIENTS: [(&str, &str, Print); 10] = [
    ("curl", "curl", shell::curl),
    ("javascript", "JavaScript", clients::javascript),
    ("python", "Python", clients::python),
    ("csharp", "C#", clients::csharp),
    ("go", "Go", clients::go),
    ("java", "Java", clients::java),
    ("php", "PHP", clients::php),
    ("ruby", "Ruby", clients::ruby),
    ("powershell", "PowerShell", shell::powershell),
    ("http", "HTTP", shell::http),
];

/// The author's samples, then generated ones for the clients that they leave out.
pub(super) fn samples(api: &Api<'_>, operation: &Operation<'_>, wanted: &[String]) -> Vec<ClientSample> {
    let mut samples = written(operation);
    let request = request_of(api, operation);
    for name in wanted {
        let known = CLIENTS.iter().find(|(client, _, _)| *client == name.to_ascii_lowercase());
        let Some((_, label, print)) = known else { continue };
        if !samples.iter().any(|sample| same_language(&sample.label, label)) {
            samples.push(ClientSample { label: (*label).to_owned(), code: print(&request) });
        }
    }
    samples
}

/// The request as an HTTP message.
pub(super) fn http_message(api: &Api<'_>, operation: &Operation<'_>) -> Code {
    shell::http(&request_of(api, operation))
}

fn same_language(one: &str, other: &str) -> bool {
    let bare = |text: &str| -> String {
        let lower = text.to_ascii_lowercase();
        match lower.as_str() {
            "shell" | "bash" => "curl".to_owned(),
            "js" | "node" | "fetch" => "javascript".to_owned(),
            "c#" | "dotnet" => "csharp".to_owned(),
            _ => lower,
        }
    };
    bare(one) == bare(other)
}

/// `x-codeSamples` and its other names, in the author's order.
fn written(operation: &Operation<'_>) -> Vec<ClientSample> {
    let names = ["x-codeSamples", "x-code-samples", "x-custom-examples"];
    let list = names.iter().find_map(|name| operation.extension(name));
    let nested = operation
        .extension("x-readme")
        .and_then(|node| node.get("code-samples").or_else(|| node.get("samples")));
    let mut samples = Vec::new();
    for item in list.or(nested).into_iter().flat_map(|node| node.items()).take(12) {
        let language = item.str("lang").or_else(|| item.str("language")).unwrap_or_default();
        let Some(source) = item.str("source").or_else(|| item.str("code")) else { continue };
        let label = item.str("label").or_else(|| item.str("name")).filter(|label| !label.is_empty());
        samples.push(ClientSample {
            label: label.unwrap_or(if language.is_empty() { "Code" } else { language }).to_owned(),
            code: super::code::highlight(language, source.trim_end()),
        });
    }
    if let Some(snippets) = operation.extension("x-stainless-snippets") {
        for entry in snippets.entries().take(12) {
            if let Some(source) = entry.value.as_str() {
                let code = super::code::highlight(entry.name(), source.trim_end());
                samples.push(ClientSample { label: entry.name().to_owned(), code });
            }
        }
    }
    samples
}
