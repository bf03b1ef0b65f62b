//! OpenAPI 3.2: what differs from 3.1.

use super::kind::Holds::{Anything, Boolean, Choice, Object, Text};
use super::kind::{Case, Field, Keys, Kind, OBJECT, Shape, When, case, field, list, map, object};
use super::{v3_0, v3_1};

const SELF: Field = field("$self", Text);
const NAME: Field = field("name", Text);
const SUMMARY: Field = field("summary", Text);
const DESCRIPTION: Field = field("description", Text);

const TAG: &[Field] = &[SUMMARY, field("parent", Text), field("kind", Text)];

const PATH_ITEM: &[Field] = &[
    field("query", Object(Kind::Operation)),
    field("additionalOperations", Object(Kind::AdditionalOperations)),
];

const STYLES: &[&str] =
    &["matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject", "cookie"];

const PARAMETER: &[Field] = &[
    field("in", Choice(&["query", "querystring", "header", "path", "cookie"])),
    field("style", Choice(STYLES)),
];

/// `allowReserved` goes with values that are percent-encoded.
const PARAMETER_CASES: &[Case] = &[
    Case {
        choices: v3_0::STYLES_OF_PATH,
        texts: v3_0::PATH_NAME,
        refused: &["allowEmptyValue"],
        ..case(When::Is("in", &["path"]))
    },
    Case { choices: v3_0::STYLES_OF_QUERY, ..case(When::Is("in", &["query"])) },
    Case {
        required: &["content"],
        refused: &["schema", "style", "explode", "allowReserved", "allowEmptyValue"],
        ..case(When::Is("in", &["querystring"]))
    },
    Case {
        choices: v3_0::STYLES_OF_HEADER,
        texts: v3_0::HEADER_NAME,
        refused: &["allowReserved", "allowEmptyValue"],
        ..case(When::Is("in", &["header"]))
    },
    Case {
        choices: &[("style", &["form", "cookie"])],
        refused: &["allowEmptyValue"],
        ..case(When::Is("in", &["cookie"]))
    },
    Case { refused: &["allowReserved"], ..case(When::Is("style", &["cookie"])) },
    Case { refused: &["style", "explode", "allowReserved"], ..case(When::Has("content")) },
];

const HEADER_CASES: &[Case] = &[Case { refused: &["style", "explode"], ..case(When::Has("content")) }];

const MEDIA_TYPE: &[Field] = &[
    DESCRIPTION,
    field("itemSchema", Object(Kind::Schema)),
    field("prefixEncoding", Object(Kind::EncodingList)),
    field("itemEncoding", Object(Kind::Encoding)),
];

const ENCODING: &[Field] = &[
    field("encoding", Object(Kind::Encodings)),
    field("prefixEncoding", Object(Kind::EncodingList)),
    field("itemEncoding", Object(Kind::Encoding)),
];

const EXAMPLE: &[Field] = &[field("dataValue", Anything), field("serializedValue", Text)];

const XML: &[Field] = &[field("nodeType", Choice(&["element", "attribute", "text", "cdata", "none"]))];

const DEFAULT_MAPPING: Field = field("defaultMapping", Text);

const MEDIA_TYPES: Field = field("mediaTypes", Object(Kind::NamedMediaTypes));

const SECURITY_SCHEME: &[Field] =
    &[v3_1::SECURITY_TYPES, field("deprecated", Boolean), field("oauth2MetadataUrl", Text)];

const METADATA_CASES: &[Case] = &[
    v3_1::SECURITY_SCHEME_CASES[0],
    v3_1::SECURITY_SCHEME_CASES[1],
    v3_1::SECURITY_SCHEME_CASES[2],
    v3_1::SECURITY_SCHEME_CASES[3],
    v3_1::SECURITY_SCHEME_CASES[4],
    Case {
        refused: &["oauth2MetadataUrl"],
        ..case(When::Is("type", &["apiKey", "http", "mutualTLS", "openIdConnect"]))
    },
];

const DEVICE_AUTHORIZATION: Field = field("deviceAuthorization", Object(Kind::DeviceAuthorizationFlow));

const DEVICE_FLOW: &[Field] =
    &[field("deviceAuthorizationUrl", Text), v3_0::TOKEN_URL, v3_0::REFRESH_URL, v3_0::SCOPES];

/// What an object of a kind holds.
pub(super) fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::Root => Shape { fields: &[v3_0::ROOT, v3_1::ROOT, &[SELF]], ..v3_1::shape(kind) },
        Kind::Tag => object(&[v3_0::TAG, TAG], &["name"]),
        Kind::Server => object(&[v3_0::SERVER, &[NAME]], &["url"]),
        Kind::PathItem => object(&[v3_0::PATH_ITEM, PATH_ITEM], &[]),
        Kind::AdditionalOperations => {
            Shape { keys: Keys::Methods(Object(Kind::Operation)), extensions: false, ..OBJECT }
        }
        Kind::Parameter => Shape {
            fields: &[v3_0::PARAMETER, v3_0::PARAMETER_BASE, PARAMETER],
            cases: PARAMETER_CASES,
            ..v3_1::shape(kind)
        },
        Kind::Header => Shape { cases: HEADER_CASES, ..v3_1::shape(kind) },
        Kind::MediaType => Shape { fields: &[v3_0::MEDIA_TYPE, MEDIA_TYPE], ..v3_1::shape(kind) },
        Kind::EncodingList => list(Kind::Encoding),
        Kind::Encoding => object(&[v3_0::ENCODING, ENCODING], &[]),
        Kind::Example => object(&[v3_0::EXAMPLE, EXAMPLE], &[]),
        Kind::Response => object(&[v3_0::RESPONSE, &[SUMMARY]], &[]),
        Kind::Discriminator => object(&[v3_0::DISCRIMINATOR, &[DEFAULT_MAPPING]], &["propertyName"]),
        Kind::Xml => Shape {
            exclusive: &[("nodeType", "attribute"), ("nodeType", "wrapped")],
            ..object(&[v3_0::XML, XML], &[])
        },
        Kind::Components => object(&[v3_0::COMPONENTS, v3_1::COMPONENTS, &[MEDIA_TYPES]], &[]),
        Kind::NamedMediaTypes => map(Object(Kind::MediaType)),
        Kind::SecurityScheme => {
            Shape { cases: METADATA_CASES, ..object(&[v3_0::SECURITY_SCHEME, SECURITY_SCHEME], &["type"]) }
        }
        Kind::OAuthFlows => object(&[v3_0::OAUTH_FLOWS, &[DEVICE_AUTHORIZATION]], &[]),
        Kind::DeviceAuthorizationFlow => {
            object(&[DEVICE_FLOW], &["deviceAuthorizationUrl", "tokenUrl", "scopes"])
        }
        other => v3_1::shape(other),
    }
}
