//! Operations and what they hold.

use super::schema::SchemaId;
use super::security::SecurityAlternative;
use super::{Server, Tag};
use crate::document::{Entry, Node};

/// Where an operation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum OperationKind {
    /// Under `paths`: clients call it.
    Path,
    /// Under `webhooks`: the API calls it.
    Webhook,
    /// Under a callback: the API calls it after another operation.
    Callback,
}

/// One method of a path, webhook or callback, with everything that it inherits.
#[derive(Debug)]
pub(crate) struct Operation<'d> {
    /// The operation object.
    pub(crate) node: Node<'d>,
    /// The path item that holds it, references followed.
    pub(crate) path_item: Node<'d>,
    /// Where it stands.
    pub(crate) kind: OperationKind,
    /// The method in upper case.
    pub(crate) method: String,
    /// The path template, the webhook's name, or the callback's expression.
    pub(crate) path: &'d str,
    /// `operationId`.
    pub(crate) operation_id: Option<&'d str>,
    /// `summary`.
    pub(crate) summary: Option<&'d str>,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// The path item's `summary` and `description`.
    pub(crate) path_summary: Option<&'d str>,
    /// The path item's `description`, CommonMark.
    pub(crate) path_description: Option<&'d str>,
    /// Tag names in order.
    pub(crate) tags: Vec<&'d str>,
    /// `deprecated`.
    pub(crate) deprecated: bool,
    /// `externalDocs`.
    pub(crate) external_docs: Option<ExternalDocs<'d>>,
    /// Own parameters and those of the path item that it does not override, in this order: the path item's, then its own.
    pub(crate) parameters: Vec<Parameter<'d>>,
    /// The body; 2.0's `in: body` and `in: formData` are here.
    pub(crate) request_body: Option<RequestBody<'d>>,
    /// Responses in document order.
    pub(crate) responses: Vec<Response<'d>>,
    /// Callbacks in document order.
    pub(crate) callbacks: Vec<Callback<'d>>,
    /// The effective requirement: its own, else the root's; `None` when neither says anything.
    pub(crate) security: Option<Vec<SecurityAlternative<'d>>>,
    /// Whether `security` is its own.
    pub(crate) security_is_own: bool,
    /// Its own servers, else the path item's; empty when it uses the root's.
    pub(crate) servers: Vec<Server<'d>>,
    /// Whether `x-internal: true` stands on it, its path item or one of its tags.
    pub(crate) internal: bool,
    /// All `x-` fields of the operation, known ones too.
    pub(crate) extensions: Vec<Entry<'d>>,
}

impl<'d> Operation<'d> {
    /// An `x-` field's value.
    pub(crate) fn extension(&self, name: &str) -> Option<Node<'d>> {
        self.extensions.iter().find(|entry| entry.name() == name).map(|entry| entry.value)
    }

    /// The first tag that the API knows, for breadcrumbs and grouping.
    pub(crate) fn main_tag<'t>(&self, tags: &'t [Tag<'d>]) -> Option<&'t Tag<'d>> {
        self.tags.iter().find_map(|name| tags.iter().find(|tag| tag.name == *name))
    }
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum ParameterIn {
    /// In the path.
    Path,
    /// In the query string.
    Query,
    /// The whole query string (3.2).
    QueryString,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl ParameterIn {
    /// The word of the specification.
    pub(crate) fn name(self) -> &'static str {
        match self {
            ParameterIn::Path => "path",
            ParameterIn::Query => "query",
            ParameterIn::QueryString => "querystring",
            ParameterIn::Header => "header",
            ParameterIn::Cookie => "cookie",
        }
    }
}

/// How a value is written on the wire (3.0 `style`; 2.0 `collectionFormat` is turned into one).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ParameterStyle {
    /// `matrix`.
    Matrix,
    /// `label`.
    Label,
    /// `simple`.
    Simple,
    /// `form`.
    Form,
    /// `spaceDelimited`; 2.0 `ssv`.
    SpaceDelimited,
    /// `pipeDelimited`; 2.0 `pipes`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
    /// 2.0 `tsv`.
    TabDelimited,
    /// `cookie` (3.2).
    Cookie,
}

impl ParameterStyle {
    /// The word of the specification.
    pub(crate) fn name(self) -> &'static str {
        match self {
            ParameterStyle::Matrix => "matrix",
            ParameterStyle::Label => "label",
            ParameterStyle::Simple => "simple",
            ParameterStyle::Form => "form",
            ParameterStyle::SpaceDelimited => "spaceDelimited",
            ParameterStyle::PipeDelimited => "pipeDelimited",
            ParameterStyle::DeepObject => "deepObject",
            ParameterStyle::TabDelimited => "tsv",
            ParameterStyle::Cookie => "cookie",
        }
    }
}

/// A parameter.
#[derive(Debug, Clone)]
pub(crate) struct Parameter<'d> {
    /// The parameter object, references followed.
    pub(crate) node: Node<'d>,
    /// `name` as written.
    pub(crate) name: &'d str,
    /// Where it is sent.
    pub(crate) place: ParameterIn,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// `required`; always true in paths.
    pub(crate) required: bool,
    /// `deprecated`.
    pub(crate) deprecated: bool,
    /// `allowEmptyValue`.
    pub(crate) allow_empty_value: bool,
    /// `allowReserved`.
    pub(crate) allow_reserved: bool,
    /// The style in force, and whether it is written.
    pub(crate) style: ParameterStyle,
    /// Whether `style` or `explode` is written and differs from the default.
    pub(crate) style_is_own: bool,
    /// The `explode` in force.
    pub(crate) explode: bool,
    /// `schema`; for 2.0 the parameter itself.
    pub(crate) schema: Option<SchemaId>,
    /// `content`: at most one media type.
    pub(crate) content: Option<Box<MediaType<'d>>>,
    /// `example` and `examples`.
    pub(crate) examples: Vec<Example<'d>>,
    /// Whether it is inherited from the path item.
    pub(crate) inherited: bool,
    /// Whether it stands in the place of one of the path item.
    pub(crate) overrides: bool,
    /// All `x-` fields.
    pub(crate) extensions: Vec<Entry<'d>>,
}

/// A request body.
#[derive(Debug)]
pub(crate) struct RequestBody<'d> {
    /// The body object, references followed; for 2.0 the body parameter, or the operation for form data.
    pub(crate) node: Node<'d>,
    /// `name` of 2.0's body parameter.
    pub(crate) name: Option<&'d str>,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// `required`.
    pub(crate) required: bool,
    /// Media types in document order.
    pub(crate) content: Vec<MediaType<'d>>,
    /// All `x-` fields.
    pub(crate) extensions: Vec<Entry<'d>>,
}

/// One media type of a body, a response, a header or a parameter.
#[derive(Debug, Clone)]
pub(crate) struct MediaType<'d> {
    /// The media type object; for 2.0 the object that holds the schema.
    pub(crate) node: Node<'d>,
    /// The media type as written.
    pub(crate) name: &'d str,
    /// `description` (3.2), CommonMark.
    pub(crate) description: Option<&'d str>,
    /// `schema`.
    pub(crate) schema: Option<SchemaId>,
    /// `itemSchema` (3.2): each item of a stream.
    pub(crate) item_schema: Option<SchemaId>,
    /// `example` and `examples`.
    pub(crate) examples: Vec<Example<'d>>,
    /// `encoding` by property name.
    pub(crate) encoding: Vec<(&'d str, Encoding<'d>)>,
    /// `prefixEncoding` (3.2) by position.
    pub(crate) prefix_encoding: Vec<Encoding<'d>>,
    /// `itemEncoding` (3.2).
    pub(crate) item_encoding: Option<Box<Encoding<'d>>>,
    /// All `x-` fields.
    pub(crate) extensions: Vec<Entry<'d>>,
}

/// How a part of a body is written.
#[derive(Debug, Clone)]
pub(crate) struct Encoding<'d> {
    /// The encoding object.
    pub(crate) node: Node<'d>,
    /// `contentType`.
    pub(crate) content_type: Option<&'d str>,
    /// `headers`.
    pub(crate) headers: Vec<Header<'d>>,
    /// `style`, where written.
    pub(crate) style: Option<&'d str>,
    /// `explode`, where written.
    pub(crate) explode: Option<bool>,
    /// `allowReserved`.
    pub(crate) allow_reserved: bool,
    /// `encoding` (3.2) by property name: the parts of a part.
    pub(crate) encoding: Vec<(&'d str, Encoding<'d>)>,
    /// `prefixEncoding` (3.2) by position.
    pub(crate) prefix_encoding: Vec<Encoding<'d>>,
    /// `itemEncoding` (3.2).
    pub(crate) item_encoding: Option<Box<Encoding<'d>>>,
}

/// A response.
#[derive(Debug)]
pub(crate) struct Response<'d> {
    /// The response object, references followed.
    pub(crate) node: Node<'d>,
    /// The status code, range or `default`, as written.
    pub(crate) status: &'d str,
    /// `summary` (3.2) or `x-summary`.
    pub(crate) summary: Option<&'d str>,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// Headers in document order.
    pub(crate) headers: Vec<Header<'d>>,
    /// Media types in document order.
    pub(crate) content: Vec<MediaType<'d>>,
    /// Links in document order.
    pub(crate) links: Vec<Link<'d>>,
    /// All `x-` fields.
    pub(crate) extensions: Vec<Entry<'d>>,
}

/// A response header, or a header of a part.
#[derive(Debug, Clone)]
pub(crate) struct Header<'d> {
    /// The header object, references followed.
    pub(crate) node: Node<'d>,
    /// The header's name as written.
    pub(crate) name: &'d str,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// `required`.
    pub(crate) required: bool,
    /// `deprecated`.
    pub(crate) deprecated: bool,
    /// The style in force: `simple` but for 2.0's `collectionFormat`.
    pub(crate) style: ParameterStyle,
    /// The `explode` in force.
    pub(crate) explode: bool,
    /// `schema`; for 2.0 the header itself.
    pub(crate) schema: Option<SchemaId>,
    /// `content`: at most one media type.
    pub(crate) content: Option<Box<MediaType<'d>>>,
    /// `example` and `examples`.
    pub(crate) examples: Vec<Example<'d>>,
    /// All `x-` fields.
    pub(crate) extensions: Vec<Entry<'d>>,
}

/// A link from a response to another operation.
#[derive(Debug)]
pub(crate) struct Link<'d> {
    /// The link object, references followed.
    pub(crate) node: Node<'d>,
    /// Its name.
    pub(crate) name: &'d str,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// `operationId`.
    pub(crate) operation_id: Option<&'d str>,
    /// `operationRef`, and the operation object it leads to.
    pub(crate) operation_ref: Option<(&'d str, Option<Node<'d>>)>,
    /// Parameter names with their values or runtime expressions.
    pub(crate) parameters: Vec<Entry<'d>>,
    /// `requestBody`.
    pub(crate) request_body: Option<Node<'d>>,
    /// `server`.
    pub(crate) server: Option<Server<'d>>,
}

/// A callback.
#[derive(Debug)]
pub(crate) struct Callback<'d> {
    /// The callback object, references followed.
    pub(crate) node: Node<'d>,
    /// Its name.
    pub(crate) name: &'d str,
    /// Its operations; their `path` is the runtime expression.
    pub(crate) operations: Vec<Operation<'d>>,
}

/// One example in any of the forms.
#[derive(Debug, Clone)]
pub(crate) struct Example<'d> {
    /// The place: the example object, or the value of `example`.
    pub(crate) node: Node<'d>,
    /// Its name in `examples`; `None` for `example`.
    pub(crate) name: Option<&'d str>,
    /// `summary`.
    pub(crate) summary: Option<&'d str>,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
    /// `value`, `dataValue` (3.2), or the value of `example`.
    pub(crate) value: Option<Node<'d>>,
    /// `externalValue`.
    pub(crate) external_value: Option<&'d str>,
    /// `serializedValue` (3.2).
    pub(crate) serialized_value: Option<&'d str>,
}

/// `externalDocs`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ExternalDocs<'d> {
    /// `url`.
    pub(crate) url: &'d str,
    /// `description`, CommonMark.
    pub(crate) description: Option<&'d str>,
}
