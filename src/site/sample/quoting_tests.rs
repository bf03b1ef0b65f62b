//! C# and PowerShell are not run here. What their samples say is read back by the rules of the languages: every literal
//! ends where it should, holds the text that was meant, and nothing of a definition's text stands outside of one.

use proptest::prelude::*;

use super::clients::csharp;
use super::multipart::{Piece, pieces};
use super::request::{Auth, Body, FormPart, Multipart, Request, request_of};
use super::{literal, shell};
use crate::api::build;
use crate::openapi::detect;
use crate::site::tests::memory;

/// A program without its literals, and what these hold.
#[derive(Debug, Default)]
struct Read {
    skeleton: String,
    literals: Vec<String>,
}

/// Reads C#: regular literals and raw ones (C# 11, "Raw string literals"), and comments.
fn read_csharp(text: &str) -> Result<Read, String> {
    let mut read = Read::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |at| &rest[at..]);
            continue;
        }
        if first != '"' {
            read.skeleton.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let fence = rest.len() - rest.trim_start_matches('"').len();
        let (held, after) = match fence {
            2 => (String::new(), &rest[2..]),
            1 => regular(&rest[1..])?,
            fence => raw(&rest[fence..], fence)?,
        };
        read.literals.push(held);
        read.skeleton.push('§');
        rest = after;
    }
    Ok(read)
}

fn regular(text: &str) -> Result<(String, &str), String> {
    let mut held = String::new();
    let mut signs = text.char_indices();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '"' => return Ok((held, &text[at + 1..])),
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                return Err(format!("a line ends in {text:?}"));
            }
            '\\' => match signs.next().map(|(_, sign)| sign) {
                Some('n') => held.push('\n'),
                Some('r') => held.push('\r'),
                Some('t') => held.push('\t'),
                Some(sign @ ('"' | '\\')) => held.push(sign),
                Some('u') => {
                    let digits: String = signs.by_ref().take(4).map(|(_, digit)| digit).collect();
                    let code = u32::from_str_radix(&digits, 16).map_err(|error| error.to_string())?;
                    held.push(char::from_u32(code).ok_or("half a character")?);
                }
                other => return Err(format!("the escape {other:?}")),
            },
            sign => held.push(sign),
        }
    }
    Err(format!("no end of {text:?}"))
}

/// The lines between two fences, the second of which is not indented.
fn raw(text: &str, fence: usize) -> Result<(String, &str), String> {
    let text = text.strip_prefix('\n').ok_or("text beside an opening fence")?;
    let quotes = "\"".repeat(fence);
    let mut held: Vec<&str> = Vec::new();
    let mut rest = text;
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.starts_with(&quotes) {
            let after = &rest[fence..];
            return if after.starts_with('"') {
                Err("too many quotes".to_owned())
            } else {
                Ok((held.join("\n"), after))
            };
        }
        if line.contains(&quotes) || after.is_empty() {
            return Err(format!("no closing fence of {fence} in {text:?}"));
        }
        held.push(line);
        rest = after;
    }
}

/// Reads PowerShell: literals in single quotes, of which it knows five, the one in double quotes that samples have, and
/// comments (about_Quoting_Rules, about_Special_Characters).
fn read_powershell(text: &str) -> Result<Read, String> {
    let is_quote = |sign: char| matches!(sign, '\'' | '\u{2018}'..='\u{201b}');
    let mut read = Read::default();
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '#' => while signs.next_if(|sign| *sign != '\n').is_some() {},
            '"' => {
                let held: String = std::iter::from_fn(|| signs.next_if(|sign| *sign != '"')).collect();
                signs.next().ok_or("no end")?;
                if held != "Bearer $env:TOKEN" {
                    return Err(format!("double quotes around {held:?}"));
                }
                read.skeleton.push('§');
            }
            sign if is_quote(sign) => {
                let mut held = String::new();
                loop {
                    let next = signs.next().ok_or("no end")?;
                    if is_quote(next) && signs.next_if(|sign| is_quote(*sign)).is_none() {
                        break;
                    }
                    held.push(next);
                }
                read.literals.push(held);
                read.skeleton.push('§');
            }
            sign => read.skeleton.push(sign),
        }
    }
    Ok(read)
}

/// Texts of everything that means something somewhere, among others.
fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\"",
        "\"\"\"",
        "\"\"\"\"",
        "'",
        "''",
        "\\",
        "\\u0041",
        "\n",
        "\r\n",
        "\t",
        "$",
        "${x}",
        "$(x)",
        "`",
        "#",
        "//",
        "\u{2018}",
        "\u{201b}",
        "\u{2028}",
        "\u{85}",
        "\u{0}",
        "{",
        "}",
        "@",
        "<#",
        "#>",
        "\n\"\"\"\n",
        "é",
        "𝄞",
        " ",
    ]);
    let piece = prop_oneof![odd.prop_map(str::to_owned), "[a-z ]{0,4}", any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..12).prop_map(|parts| parts.concat())
}

/// Every literal is read back as what was meant, and what is outside of them is of the program.
fn holds(read: Result<Read, String>, meant: &[String], plain: &Read) -> Result<(), TestCaseError> {
    let read = read.map_err(TestCaseError::fail)?;
    prop_assert_eq!(&read.skeleton, &plain.skeleton);
    for text in meant {
        prop_assert!(read.literals.contains(text), "{:?} is not in {:?}", text, read);
    }
    Ok(())
}

fn request(texts: &[String]) -> Request {
    let part = |name: &str, text: &str| FormPart {
        name: name.to_owned(),
        text: text.to_owned(),
        headers: vec![("X-A".to_owned(), text.to_owned())],
        content_type: Some("text/plain".to_owned()),
        ..FormPart::default()
    };
    Request {
        method: texts[3].clone(),
        url: texts[0].clone(),
        headers: vec![(texts[1].clone(), texts[2].clone())],
        auth: vec![Auth::Scheme(texts[1].clone()), Auth::Header(texts[2].clone()), Auth::Bearer, Auth::Basic],
        body: Some(Body::Multipart(Multipart {
            kind: "multipart/form-data".to_owned(),
            parts: vec![part("a", &texts[3]), part("b", &texts[0])],
        })),
        ..Request::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn literals_hold_any_text(text in text()) {
        for quoted in [literal::csharp(&text), literal::double(&text)] {
            let read = read_csharp(&quoted).map_err(TestCaseError::fail)?;
            prop_assert_eq!((read.skeleton.as_str(), &read.literals), ("§", &vec![text.clone()]));
        }
        let read = read_powershell(&literal::powershell(&text)).map_err(TestCaseError::fail)?;
        let meant: String = read.literals.concat();
        prop_assert_eq!((read.skeleton.as_str(), meant), ("§", text));
    }

    #[test]
    fn nothing_of_a_text_becomes_code(texts in prop::collection::vec(text(), 4)) {
        let plain = request(&["a", "b", "c", "d e"].map(str::to_owned));
        // A blank at the end keeps a method from being a word, or one that is known.
        let texts: Vec<String> = texts.into_iter().map(|text| format!("{text} ")).collect();
        let odd = request(&texts);
        holds(read_csharp(csharp(&odd).text()), &texts, &read_csharp(csharp(&plain).text()).unwrap())?;
        let read = read_powershell(shell::powershell(&plain).text()).unwrap();
        holds(read_powershell(shell::powershell(&odd).text()), &texts, &read)?;
    }
}

#[test]
fn samples_of_all_that_is_hard_hold_what_is_meant() {
    let definition = memory(include_str!("../../../tests/definitions/samples.yaml"));
    let api = build(&definition, detect(definition.root()).unwrap());
    assert!(api.operations.len() > 15);
    for operation in &api.operations {
        let request = request_of(&api, operation);
        let mut meant = vec![request.url.clone()];
        meant.extend(request.headers.iter().map(|(_, value)| value.clone()));
        match &request.body {
            Some(Body::Json(value)) => meant.push(crate::site::code::json(value).into_text()),
            Some(Body::Text(text)) => meant.push(text.clone()),
            Some(Body::Multipart(form)) => {
                let texts = form.parts.iter().filter(|part| part.file.is_none());
                meant.extend(texts.map(|part| part.text.clone()));
                meant.extend(pieces(form).into_iter().filter_map(|piece| match piece {
                    Piece::File(file) => Some(file),
                    Piece::Text(_) => None,
                }));
            }
            _ => {}
        }
        for (language, read) in [
            ("C#", read_csharp(csharp(&request).text())),
            ("PowerShell", read_powershell(shell::powershell(&request).text())),
        ] {
            let read = read.unwrap_or_else(|error| panic!("{language}, {}: {error}", operation.path));
            for text in &meant {
                assert!(
                    read.literals.contains(text),
                    "{language}, {}: {text:?} in {read:#?}",
                    operation.path
                );
            }
            let odd = read.skeleton.chars().find(|sign| !sign.is_ascii() && *sign != '§');
            assert_eq!(odd, None, "{language}, {}: {}", operation.path, read.skeleton);
        }
    }
}

#[test]
fn the_readers_know_the_rules() {
    assert_eq!(literal::powershell("it’s $x 'y'"), "'it’’s $x ''y'''");
    assert_eq!(literal::csharp("a\n\"\"\"b"), "\"\"\"\"\na\n\"\"\"b\n\"\"\"\"");
    assert_eq!(literal::csharp("a\u{2028}\n"), "\"a\\u2028\\n\"");
    assert!(read_csharp("\"a\nb\"").is_err() && read_csharp("\"\"\"\na\"\"\"\n\"\"\"").is_err());
    assert!(read_powershell("'a’ b'").is_err() && read_powershell("\"$x\"").is_err());
    assert_eq!(read_csharp("f(\"a\\\"\") // it's").unwrap().literals, ["a\""]);
}
