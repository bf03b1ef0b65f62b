//! Code samples: one neutral request, printed for each client.

mod clients;
mod literal;
mod multipart;
#[cfg(test)]
mod proof_tests;
#[cfg(test)]
mod quoting_tests;
mod request;
#[cfg(test)]
mod request_tests;
mod shell;

use super::code::{Code, Token};
use crate::api::{Api, Operation};

#[cfg(test)]
use request::server_url;
use request::{Auth, Request, request_of};
pub(super) use shell::BODY_FILE;

/// A sample for one client.
#[derive(Clone, Debug)]
pub(super) struct ClientSample {
    /// The client's name: `curl`, `JavaScript`.
    pub(super) label: String,
    /// The code.
    pub(super) code: Code,
    /// Whether the author wrote it.
    pub(super) written: bool,
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
    let written = written(operation);
    let is_written = |label: &str| {
        let one = |sample: &Written| {
            same_language(&sample.language, label) || same_language(&sample.sample.label, label)
        };
        written.iter().any(one)
    };
    let mut samples: Vec<ClientSample> = written.iter().map(|written| written.sample.clone()).collect();
    let request = request_of(api, operation);
    for name in wanted {
        let known = CLIENTS.iter().find(|(client, _, _)| *client == name.to_ascii_lowercase());
        let Some((client, label, print)) = known else { continue };
        if !is_written(label) {
            let code = printed(client, *print, &request);
            samples.push(ClientSample { label: (*label).to_owned(), code, written: false });
        }
    }
    samples
}

/// The request as one client's code, under what has to be said of it.
fn printed(client: &str, print: Print, request: &Request) -> Code {
    let mut code = Code::default();
    let sign = match client {
        "curl" | "python" | "ruby" | "powershell" => "#",
        _ => "//",
    };
    for remark in remarks(client, request) {
        code.push(Token::Comment, &format!("{sign} {remark}")).plain("\n");
    }
    code.append(&print(request));
    code
}

/// What a reader would be surprised by; a message has no place to say it.
fn remarks(client: &str, request: &Request) -> Vec<&'static str> {
    let mut remarks = Vec::new();
    if client == "http" {
        return remarks;
    }
    if request.leaves_open {
        remarks.push("How values inside values are written in the address is left open by OpenAPI.");
    }
    let knows_certificates = ["curl", "python", "powershell"].contains(&client);
    if request.auth.contains(&Auth::Certificate) && !knows_certificates {
        remarks.push("The server asks for a client certificate, which this code does not send.");
    }
    if client == "javascript" && clients::is_refused(request) {
        remarks.push("fetch refuses this: it sends no TRACE, and no body with GET or HEAD.");
    }
    remarks
}

/// Whether `curl` reads a body from a file, which the page has to show then.
pub(super) fn is_sent_from_a_file(body: &str) -> bool {
    body.lines().count() > shell::MAX_BODY_LINES
}

/// The request as an HTTP message.
pub(super) fn http_message(api: &Api<'_>, operation: &Operation<'_>) -> Code {
    shell::http(&request_of(api, operation))
}

fn same_language(one: &str, other: &str) -> bool {
    let bare = |text: &str| -> String {
        let lower = text.to_ascii_lowercase();
        match lower.as_str() {
            "shell" | "bash" | "sh" | "zsh" | "curl (bash)" => "curl".to_owned(),
            "js" | "node" | "node.js" | "nodejs" | "fetch" => "javascript".to_owned(),
            "c#" | "cs" | "dotnet" | ".net" => "csharp".to_owned(),
            "golang" => "go".to_owned(),
            "py" | "python3" => "python".to_owned(),
            "rb" => "ruby".to_owned(),
            "ps" | "ps1" | "pwsh" => "powershell".to_owned(),
            "http/1.1" => "http".to_owned(),
            _ => lower,
        }
    };
    bare(one) == bare(other)
}

/// A sample that the author wrote.
struct Written {
    /// The language, which its label need not tell.
    language: String,
    sample: ClientSample,
}

/// `x-codeSamples` and its other names, in the author's order.
fn written(operation: &Operation<'_>) -> Vec<Written> {
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
        let sample = ClientSample {
            label: label.unwrap_or(if language.is_empty() { "Code" } else { language }).to_owned(),
            code: super::code::highlight(language, source.trim_end()),
            written: true,
        };
        samples.push(Written { language: language.to_owned(), sample });
    }
    if let Some(snippets) = operation.extension("x-stainless-snippets") {
        for entry in snippets.entries().take(12) {
            if let Some(source) = entry.value.as_str() {
                let code = super::code::highlight(entry.name(), source.trim_end());
                let sample = ClientSample { label: entry.name().to_owned(), code, written: true };
                samples.push(Written { language: entry.name().to_owned(), sample });
            }
        }
    }
    samples
}
