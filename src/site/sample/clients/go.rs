//! Go: `net/http`.

use super::super::request::{Auth, Body, FormPart, Multipart, Request};
use super::super::{literal, multipart};
use super::{headers, text};
use crate::site::code::Code;

pub(in crate::site::sample) fn go(request: &Request) -> Code {
    let mut code = Code::default();
    let mut reader = "nil".to_owned();
    match &request.body {
        Some(Body::Multipart(parts)) => {
            form(parts, &mut code);
            "&buffer".clone_into(&mut reader);
        }
        Some(Body::File) => {
            code.plain("body, err := os.Open(").string("\"file\"").plain(")\n");
            code.keyword("if").plain(" err != ").keyword("nil").plain(" {\n\tlog.Fatal(err)\n}\n");
            "body".clone_into(&mut reader);
        }
        Some(body) => {
            code.plain("body := strings.NewReader(")
                .string(&literal::go(&text(body).unwrap_or_default()))
                .plain(")\n");
            "body".clone_into(&mut reader);
        }
        None => {}
    }
    code.plain("request, err := http.NewRequest(").string(&literal::double(&request.method)).plain(", ");
    code.string(&literal::double(&request.url)).plain(", ");
    if reader == "nil" {
        code.keyword("nil");
    } else {
        code.plain(&reader);
    }
    code.plain(")\n").keyword("if").plain(" err != ").keyword("nil").plain(" {\n\tlog.Fatal(err)\n}\n");
    if request.auth.contains(&Auth::Basic) {
        code.plain("request.SetBasicAuth(")
            .string("\"USERNAME\"")
            .plain(", ")
            .string("\"PASSWORD\"")
            .plain(")\n");
    }
    for (name, value) in headers(request) {
        code.plain("request.Header.Set(").string(&literal::double(&name)).plain(", ");
        code.string(&literal::double(&value)).plain(")\n");
    }
    if let Some(Body::Multipart(parts)) = &request.body {
        code.plain("request.Header.Set(").string("\"Content-Type\"").plain(", ");
        if parts.is_form() {
            code.plain("form.FormDataContentType())\n");
        } else {
            let kind = format!("{}; boundary=", parts.kind);
            code.string(&literal::go_line(&kind)).plain("+form.Boundary())\n");
        }
    }
    code.plain("\nresponse, err := http.DefaultClient.Do(request)\n");
    code.keyword("if").plain(" err != ").keyword("nil").plain(" {\n\tlog.Fatal(err)\n}\n");
    code.keyword("defer").plain(" response.Body.Close()\nresult, err := io.ReadAll(response.Body)\n");
    code.keyword("if").plain(" err != ").keyword("nil").plain(" {\n\tlog.Fatal(err)\n}\nfmt.Println(");
    code.keyword("string").plain("(result))");
    code
}

/// Writes the parts into `form`, which ends up in `buffer`.
fn form(form: &Multipart, code: &mut Code) {
    let mut files = 0;
    code.keyword("var").plain(" buffer bytes.Buffer\nform := multipart.NewWriter(&buffer)\n");
    let plain = |part: &FormPart| part.file.is_none() && part.content_type.is_none();
    let simple = multipart::is_plain_form(form) && form.parts.iter().all(plain);
    if !simple {
        code.plain("add := ").keyword("func").plain("(head textproto.MIMEHeader, content io.Reader, err ");
        code.keyword("error").plain(") {\n\t").keyword("if");
        code.plain(" err != ").keyword("nil").plain(" {\n\t\tlog.Fatal(err)\n\t}\n");
        code.plain("\tpart, err := form.CreatePart(head)\n\t").keyword("if").plain(" err != ");
        code.keyword("nil").plain(" {\n\t\tlog.Fatal(err)\n\t}\n\tio.Copy(part, content)\n}\n");
    }
    for part in &form.parts {
        match &part.file {
            _ if simple => {
                code.plain("form.WriteField(").string(&literal::double(&part.name)).plain(", ");
                code.string(&literal::double(&part.text)).plain(")\n");
            }
            Some(file) => {
                files += 1;
                let name = format!("file{files}");
                code.plain(&name).plain(", err := os.Open(").string(&literal::double(file));
                code.plain(")\nadd(");
                head(form, part, code);
                code.plain(&format!(", {name}, err)\n"));
            }
            None => {
                code.plain("add(");
                head(form, part, code);
                code.plain(", strings.NewReader(").string(&literal::double(&part.text));
                code.plain("), ").keyword("nil").plain(")\n");
            }
        }
    }
    code.plain("form.Close()\n");
}

/// The head of a part.
fn head(form: &Multipart, part: &FormPart, code: &mut Code) {
    code.plain("textproto.MIMEHeader{");
    for (number, (name, value)) in form.head(part).iter().enumerate() {
        code.plain(if number > 0 { ", " } else { "" }).string(&literal::double(name)).plain(": {");
        code.string(&literal::go_line(value)).plain("}");
    }
    code.plain("}");
}
