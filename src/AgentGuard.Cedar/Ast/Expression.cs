using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary>
/// A Cedar expression. The hierarchy is closed: a new kind of node adds a method to
/// <see cref="IExpressionVisitor{TResult}"/>, and the build breaks wherever it is not handled.
/// </summary>
public abstract record Expression
{
    private protected Expression(SourceSpan span) => Span = span;

    /// <summary>Where it stands in the source.</summary>
    public SourceSpan Span { get; }

    /// <summary>Calls the visitor's method for this kind of node.</summary>
    /// <typeparam name="TResult">What the visitor makes of a node.</typeparam>
    /// <param name="visitor">The visitor.</param>
    /// <returns>The visitor's result.</returns>
    public abstract TResult Accept<TResult>(IExpressionVisitor<TResult> visitor);
}
