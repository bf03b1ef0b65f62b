//! OpenAPI 3.1: what differs from 3.0. Schemas are JSON Schema 2020-12 with four keywords of OpenAPI's own.

use super::kind::Holds::{
    Anything, Boolean, Choice, ChoiceOrChoices, Count, Number, Object, PositiveNumber, Text, Texts, Values,
};
use super::kind::{Case, Field, Keys, Kind, OBJECT, Shape, When, case, field, map, object};
use super::v3_0;

pub(super) const ROOT: &[Field] =
    &[field("jsonSchemaDialect", Text), field("webhooks", Object(Kind::Webhooks))];

pub(super) const COMPONENTS: &[Field] = &[field("pathItems", Object(Kind::NamedPathItems))];

const SUMMARY: Field = field("summary", Text);
const IDENTIFIER: Field = field("identifier", Text);

/// `style` goes with `schema`, `allowReserved` and `allowEmptyValue` go with a query alone.
const PARAMETER_CASES: &[Case] = &[
    Case {
        choices: v3_0::STYLES_OF_PATH,
        texts: v3_0::PATH_NAME,
        refused: &["allowReserved", "allowEmptyValue"],
        ..case(When::Is("in", &["path"]))
    },
    Case { choices: v3_0::STYLES_OF_QUERY, ..case(When::Is("in", &["query"])) },
    Case {
        choices: v3_0::STYLES_OF_HEADER,
        texts: v3_0::HEADER_NAME,
        refused: &["allowReserved", "allowEmptyValue"],
        ..case(When::Is("in", &["header"]))
    },
    Case {
        choices: &[("style", &["form"])],
        refused: &["allowReserved", "allowEmptyValue"],
        ..case(When::Is("in", &["cookie"]))
    },
    WITHOUT_CONTENT,
];

const WITHOUT_CONTENT: Case = Case {
    refused: &["style", "explode", "allowReserved", "example", "examples"],
    ..case(When::Has("content"))
};

const HEADER_CASES: &[Case] =
    &[Case { refused: &["style", "explode", "example", "examples"], ..case(When::Has("content")) }];

pub(super) const STYLE_OF_HEADER: Field = field("style", Choice(&["simple"]));

/// The simple types of JSON Schema.
const TYPES: &[&str] = &["array", "boolean", "integer", "null", "number", "object", "string"];

const SCHEMA: &[Field] = &[
    field("$id", Text),
    field("$schema", Text),
    field("$anchor", Text),
    field("$dynamicAnchor", Text),
    field("$ref", Text),
    field("$dynamicRef", Text),
    field("$vocabulary", Anything),
    field("$comment", Text),
    field("$defs", Object(Kind::Definitions)),
    field("definitions", Object(Kind::Definitions)),
    field("title", Text),
    field("description", Text),
    field("type", ChoiceOrChoices(TYPES)),
    field("format", Text),
    field("enum", Values),
    field("const", Anything),
    field("default", Anything),
    field("multipleOf", PositiveNumber),
    field("maximum", Number),
    field("exclusiveMaximum", Number),
    field("minimum", Number),
    field("exclusiveMinimum", Number),
    field("maxLength", Count),
    field("minLength", Count),
    field("pattern", Text),
    field("maxItems", Count),
    field("minItems", Count),
    field("uniqueItems", Boolean),
    field("maxContains", Count),
    field("minContains", Count),
    field("maxProperties", Count),
    field("minProperties", Count),
    field("required", Texts),
    field("dependentRequired", Object(Kind::DependentRequired)),
    field("allOf", Object(Kind::SchemaList)),
    field("anyOf", Object(Kind::SchemaList)),
    field("oneOf", Object(Kind::SchemaList)),
    field("not", Object(Kind::Schema)),
    field("if", Object(Kind::Schema)),
    field("then", Object(Kind::Schema)),
    field("else", Object(Kind::Schema)),
    field("dependentSchemas", Object(Kind::DependentSchemas)),
    field("prefixItems", Object(Kind::SchemaList)),
    field("items", Object(Kind::Schema)),
    field("contains", Object(Kind::Schema)),
    field("properties", Object(Kind::Properties)),
    field("patternProperties", Object(Kind::PatternProperties)),
    field("additionalProperties", Object(Kind::Schema)),
    field("propertyNames", Object(Kind::Schema)),
    field("unevaluatedItems", Object(Kind::Schema)),
    field("unevaluatedProperties", Object(Kind::Schema)),
    field("contentEncoding", Text),
    field("contentMediaType", Text),
    field("contentSchema", Object(Kind::Schema)),
    field("deprecated", Boolean),
    field("readOnly", Boolean),
    field("writeOnly", Boolean),
    field("examples", Values),
    field("discriminator", Object(Kind::Discriminator)),
    field("xml", Object(Kind::Xml)),
    field("externalDocs", Object(Kind::ExternalDocs)),
    field("example", Anything),
    field("x-tags", Texts),
    field("x-additionalPropertiesName", Text),
    field("x-explicitMappingOnly", Boolean),
];

pub(super) const SECURITY_TYPES: Field =
    field("type", Choice(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]));

pub(super) const SECURITY_SCHEME_CASES: &[Case] = &[
    Case {
        required: &["name", "in"],
        refused: &["scheme", "bearerFormat", "flows", "openIdConnectUrl"],
        ..case(When::Is("type", &["apiKey"]))
    },
    Case {
        required: &["scheme"],
        refused: &["name", "in", "flows", "openIdConnectUrl"],
        ..case(When::Is("type", &["http"]))
    },
    Case {
        refused: &["name", "in", "scheme", "bearerFormat", "flows", "openIdConnectUrl"],
        ..case(When::Is("type", &["mutualTLS"]))
    },
    Case {
        required: &["flows"],
        refused: &["name", "in", "scheme", "bearerFormat", "openIdConnectUrl"],
        ..case(When::Is("type", &["oauth2"]))
    },
    Case {
        required: &["openIdConnectUrl"],
        refused: &["name", "in", "scheme", "bearerFormat", "flows"],
        ..case(When::Is("type", &["openIdConnect"]))
    },
];

/// What an object of a kind holds.
pub(super) fn shape(kind: Kind) -> Shape {
    match kind {
        Kind::Root => Shape {
            one_of: &["paths", "components", "webhooks"],
            ..object(&[v3_0::ROOT, ROOT], &["openapi", "info"])
        },
        Kind::Info => object(&[v3_0::INFO, &[SUMMARY]], &["title", "version"]),
        Kind::License => object(&[v3_0::LICENSE, &[IDENTIFIER]], &["name"]),
        Kind::PathItem => object(&[v3_0::PATH_ITEM], &[]),
        Kind::Operation => object(&[v3_0::OPERATION], &[]),
        Kind::Parameter => Shape { cases: PARAMETER_CASES, ..v3_0::shape(kind) },
        Kind::Header => Shape {
            one_of: &["schema", "content"],
            exclusive: &[("schema", "content"), ("example", "examples")],
            cases: HEADER_CASES,
            ..object(&[v3_0::PARAMETER_BASE, &[STYLE_OF_HEADER]], &[])
        },
        Kind::Link => Shape { one_of: &["operationRef", "operationId"], ..v3_0::shape(kind) },
        Kind::Schema => Shape { boolean: true, open: true, ..object(&[SCHEMA], &[]) },
        Kind::Definitions | Kind::PatternProperties | Kind::DependentSchemas => map(Object(Kind::Schema)),
        Kind::DependentRequired => Shape { keys: Keys::Every(Texts), extensions: false, ..OBJECT },
        Kind::Components => object(&[v3_0::COMPONENTS, COMPONENTS], &[]),
        Kind::SecurityScheme => Shape {
            cases: SECURITY_SCHEME_CASES,
            ..object(&[v3_0::SECURITY_SCHEME, &[SECURITY_TYPES]], &["type"])
        },
        other => v3_0::shape(other),
    }
}
