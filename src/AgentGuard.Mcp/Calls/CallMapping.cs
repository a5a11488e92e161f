using System.Text.Json;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>One kind of request as a tool call of the guard: what is asked for, with what, and what comes of it.</summary>
/// <typeparam name="TParams">The request's parameters.</typeparam>
/// <typeparam name="TResult">Its result.</typeparam>
internal abstract class CallMapping<TParams, TResult>
{
    /// <summary>Which tool it is, as the server has it now.</summary>
    public abstract ValueTask<Described> DescribeAsync(RequestContext<TParams> context, CancellationToken cancellationToken);

    /// <summary>The arguments as the client wrote them. The typed parameters hide a name that stands twice.</summary>
    public abstract ToolArguments ReadWritten(RequestContext<TParams> context);

    /// <summary>The arguments as they are about to be used, whatever filters have made of them.</summary>
    public abstract ToolArguments ReadPassed(RequestContext<TParams> context);

    /// <summary>Puts the decided arguments into the request: what comes after reads these and no others.</summary>
    public abstract void Pass(RequestContext<TParams> context, JsonElement decided);

    /// <summary>Takes a result apart.</summary>
    /// <param name="result">The result.</param>
    /// <param name="isRedacted">Whether a result is made of the forms again: then there are those that it will have, else all that leaves.</param>
    public abstract ToolResult Decompose(TResult result, bool isRedacted);

    /// <summary>Makes a result of redacted forms, and of nothing else of the original but its shape.</summary>
    public abstract TResult Compose(TResult original, IReadOnlyList<JsonElement> forms);

    /// <summary>What the client is told in place of a result. It is never an empty success.</summary>
    /// <exception cref="RefusedException">The protocol has no result that says so.</exception>
    public abstract TResult Refuse(string text);

    /// <summary>Whether a result is a refusal of the guard's own.</summary>
    public virtual bool IsRefusal(TResult result) => false;

    /// <summary>Whether a result only says that the body runs apart from the request.</summary>
    public virtual bool IsDetached(TResult result) => false;
}
