//! The text of a multipart body, for clients whose library cannot say all that a part says.

use super::request::FormPart;

/// A part of the body's text.
pub(super) enum Piece {
    /// Text, lines ended as HTTP wants it.
    Text(String),
    /// The bytes of a file.
    File(String),
}

/// A line that no part holds.
pub(super) fn boundary(parts: &[FormPart]) -> String {
    let taken = |boundary: &str| parts.iter().any(|part| part.text.contains(boundary));
    let mut boundary = "boundary".to_owned();
    for number in 1.. {
        if !taken(&boundary) {
            break;
        }
        boundary = format!("boundary{number}");
    }
    boundary
}

/// Whether each value is plain text under a name of its own: what the simple form of most libraries can send.
pub(super) fn is_simple(parts: &[FormPart]) -> bool {
    let repeats = |at: usize| parts[..at].iter().any(|other| other.name == parts[at].name);
    parts
        .iter()
        .enumerate()
        .all(|(at, part)| (part.file.is_some() || part.content_type.is_none()) && !repeats(at))
}

/// The head of a part: `form-data; name="photo"; filename="photo.png"`.
pub(super) fn disposition(part: &FormPart) -> String {
    let mut text = format!("form-data; name=\"{}\"", quoted(&part.name));
    if let Some(file) = &part.file {
        text.push_str(&format!("; filename=\"{}\"", quoted(file)));
    }
    text
}

/// What may not stand between quotes, as browsers write it.
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// The whole body.
pub(super) fn pieces(parts: &[FormPart], boundary: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    for part in parts {
        text.push_str(&format!("--{boundary}\r\nContent-Disposition: {}\r\n", disposition(part)));
        if let Some(kind) = &part.content_type {
            text.push_str(&format!("Content-Type: {kind}\r\n"));
        }
        text.push_str("\r\n");
        match &part.file {
            Some(file) => {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                pieces.push(Piece::File(file.clone()));
            }
            None => text.push_str(&part.text),
        }
        text.push_str("\r\n");
    }
    text.push_str(&format!("--{boundary}--\r\n"));
    pieces.push(Piece::Text(text));
    pieces
}
