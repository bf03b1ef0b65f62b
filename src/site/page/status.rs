//! Status codes: their order, their colour, their words.

use super::super::words::Words;

/// Exact codes ascending, ranges after their hundred, `default` last.
pub(in crate::site) fn order(status: &str) -> (u32, u32, String) {
    let lower = status.to_ascii_lowercase();
    match lower.parse::<u32>() {
        Ok(code) => (code / 100, code, lower),
        Err(_) => match lower.chars().next().and_then(|first| first.to_digit(10)) {
            Some(hundred) => (hundred, u32::MAX, lower),
            None => (u32::MAX, 0, lower),
        },
    }
}

/// The class of a status code's colour: `c2`.
pub(in crate::site) fn class(status: &str) -> String {
    match status.chars().next() {
        Some(first @ '1'..='5') => format!("c{first}"),
        _ => "c0".to_owned(),
    }
}

/// The reason phrase of a status code (RFC 9110 and its registry).
pub(in crate::site) fn reason(status: &str, words: &Words) -> String {
    let known = match status {
        "100" => "Continue",
        "101" => "Switching Protocols",
        "200" => "OK",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "Non-Authoritative Information",
        "204" => "No Content",
        "205" => "Reset Content",
        "206" => "Partial Content",
        "207" => "Multi-Status",
        "300" => "Multiple Choices",
        "301" => "Moved Permanently",
        "302" => "Found",
        "303" => "See Other",
        "304" => "Not Modified",
        "307" => "Temporary Redirect",
        "308" => "Permanent Redirect",
        "400" => "Bad Request",
        "401" => "Unauthorized",
        "402" => "Payment Required",
        "403" => "Forbidden",
        "404" => "Not Found",
        "405" => "Method Not Allowed",
        "406" => "Not Acceptable",
        "408" => "Request Timeout",
        "409" => "Conflict",
        "410" => "Gone",
        "411" => "Length Required",
        "412" => "Precondition Failed",
        "413" => "Content Too Large",
        "414" => "URI Too Long",
        "415" => "Unsupported Media Type",
        "416" => "Range Not Satisfiable",
        "417" => "Expectation Failed",
        "422" => "Unprocessable Content",
        "423" => "Locked",
        "424" => "Failed Dependency",
        "425" => "Too Early",
        "426" => "Upgrade Required",
        "428" => "Precondition Required",
        "429" => "Too Many Requests",
        "431" => "Request Header Fields Too Large",
        "451" => "Unavailable For Legal Reasons",
        "500" => "Internal Server Error",
        "501" => "Not Implemented",
        "502" => "Bad Gateway",
        "503" => "Service Unavailable",
        "504" => "Gateway Timeout",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    match status.to_ascii_lowercase().as_str() {
        "default" => words.get("any_other_status").to_owned(),
        "1xx" => words.get("status_1").to_owned(),
        "2xx" => words.get("status_2").to_owned(),
        "3xx" => words.get("status_3").to_owned(),
        "4xx" => words.get("status_4").to_owned(),
        "5xx" => words.get("status_5").to_owned(),
        _ => String::new(),
    }
}
