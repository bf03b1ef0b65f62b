//! Filter expressions of paths, `[?(…)]`: the part of JavaScript that rule sets use, as a tree that is read once and
//! can be evaluated without limit of what it may not do. What is not understood is an error at its column.

mod evaluate;
mod parse;
#[cfg(test)]
mod tests;

pub(super) use evaluate::Scope;
pub(super) use parse::parse;

use super::value::Value;
use crate::pattern::Pattern;

/// A mistake in a path or an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::lint::spectral) struct PathError {
    /// The byte in the text at which it is seen.
    pub(super) at: usize,
    /// What is wrong.
    pub(super) message: String,
}

/// A call that may be made on a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    EndsWith,
    HasOwnProperty,
    Includes,
    IndexOf,
    Match,
    StartsWith,
    Test,
    ToLowerCase,
    ToString,
    ToUpperCase,
    Trim,
}

/// Their names.
const METHODS: [(&str, Method); 11] = [
    ("endsWith", Method::EndsWith),
    ("hasOwnProperty", Method::HasOwnProperty),
    ("includes", Method::Includes),
    ("indexOf", Method::IndexOf),
    ("match", Method::Match),
    ("startsWith", Method::StartsWith),
    ("test", Method::Test),
    ("toLowerCase", Method::ToLowerCase),
    ("toString", Method::ToString),
    ("toUpperCase", Method::ToUpperCase),
    ("trim", Method::Trim),
];

/// A question about what a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Array,
    Boolean,
    Integer,
    Null,
    Number,
    Object,
    Scalar,
    String,
}

/// Their names: `@string()`.
const SHAPES: [(&str, Shape); 8] = [
    ("@array", Shape::Array),
    ("@boolean", Shape::Boolean),
    ("@integer", Shape::Integer),
    ("@null", Shape::Null),
    ("@number", Shape::Number),
    ("@object", Shape::Object),
    ("@scalar", Shape::Scalar),
    ("@string", Shape::String),
];

/// An operator between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Like,
    Unlike,
    Same,
    Different,
    Less,
    LessOrSame,
    Greater,
    GreaterOrSame,
    In,
    Plus,
    Minus,
    Times,
    Divided,
    Remainder,
}

/// What goes before a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    Not,
    Negative,
    Positive,
    TypeOf,
    Void,
}

/// One expression.
#[derive(Clone, Debug)]
pub(in crate::lint::spectral) enum Expression {
    /// A literal that is no regular expression.
    Literal(Value<'static>),
    Pattern(Pattern),
    /// `@`
    Current,
    /// `@property`
    Property,
    /// `@parent`
    Parent,
    /// `@parentProperty`
    ParentProperty,
    /// `@path`
    Path,
    /// `@root`
    Root,
    /// `index`
    Index,
    /// `@string()` and the like; `Array.isArray(x)`, `Number.isInteger(x)`.
    Is(Shape, Box<Expression>),
    /// `Object.keys(x)`
    Keys(Box<Expression>),
    /// `x.constructor.name`
    Constructor(Box<Expression>),
    Member(Box<Expression>, Box<Expression>),
    Call(Box<Expression>, Method, Vec<Expression>),
    Prefixed(Prefix, Box<Expression>),
    Between(Operator, Box<Expression>, Box<Expression>),
    Conditional(Box<[Expression; 3]>),
}

impl Expression {
    /// Whether the answer depends on the way to the object around the value: on `@path` or `@parentProperty`.
    pub(super) fn depends_on_way(&self) -> bool {
        match self {
            Expression::Path | Expression::ParentProperty => true,
            Expression::Is(_, inner)
            | Expression::Keys(inner)
            | Expression::Constructor(inner)
            | Expression::Prefixed(_, inner) => inner.depends_on_way(),
            Expression::Member(one, two) | Expression::Between(_, one, two) => {
                one.depends_on_way() || two.depends_on_way()
            }
            Expression::Call(on, _, arguments) => {
                on.depends_on_way() || arguments.iter().any(Expression::depends_on_way)
            }
            Expression::Conditional(parts) => parts.iter().any(Expression::depends_on_way),
            _ => false,
        }
    }
}
