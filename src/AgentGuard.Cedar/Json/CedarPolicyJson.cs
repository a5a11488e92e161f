using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Json;

/// <summary>
/// Cedar's JSON for policies, templates and policy sets. What is written is read back as the same syntax trees, positions aside.
/// Names that stand twice in an object, names that have no meaning, fractions, integers beyond 64 bits and lone surrogates are
/// refused, and so is a method without its receiver, which Cedar's text cannot say.
/// </summary>
public static class CedarPolicyJson
{
    // Two objects or arrays a level of the expression, and what stands around it.
    private static readonly JsonWriterOptions s_readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = (2 * CedarParserOptions.DepthLimit) + 32,
    };

    /// <summary>Reads a static policy.</summary>
    /// <param name="source">The JSON. The places of the policy and its parts are places in it.</param>
    /// <param name="id">The id that the policy gets.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="CedarJsonException">The text is no static policy.</exception>
    public static Policy ParsePolicy(SourceText source, string id = "policy0", PolicyJsonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(id);
        options ??= PolicyJsonOptions.Default;
        return CedarJsonReader.ReadPolicy(CedarJson.Encode(source.Text, options.MaximumBytes).Span, source, id, options);
    }

    /// <summary>Reads a template.</summary>
    /// <param name="source">The JSON. The places of the template and its parts are places in it.</param>
    /// <param name="id">The id that the template gets.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The template.</returns>
    /// <exception cref="CedarJsonException">The text is no template.</exception>
    public static PolicyTemplate ParseTemplate(SourceText source, string id = "policy0", PolicyJsonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(id);
        options ??= PolicyJsonOptions.Default;
        return CedarJsonReader.ReadTemplate(CedarJson.Encode(source.Text, options.MaximumBytes).Span, source, id, options);
    }

    /// <summary>Reads a policy set: an object with <c>staticPolicies</c>, <c>templates</c> and <c>templateLinks</c>, each of which may be absent.</summary>
    /// <param name="source">The JSON.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The policies, the templates, and what is linked to them.</returns>
    /// <exception cref="CedarJsonException">The text is no policy set, an id stands twice, or a link does not fit its template.</exception>
    public static PolicyStore ParsePolicyStore(SourceText source, PolicyJsonOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= PolicyJsonOptions.Default;
        return CedarJsonReader.ReadStore(CedarJson.Encode(source.Text, options.MaximumBytes).Span, source, options);
    }

    /// <summary>Writes a policy, a linked one as it is with its values filled in. Its id is not part of it.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>The JSON, on one line.</returns>
    /// <exception cref="ArgumentException">A literal is neither a boolean, an integer, a string nor an entity.</exception>
    /// <exception cref="InsufficientExecutionStackException">The policy was not made by the parser, and is too deep.</exception>
    public static string Write(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Print(writer => writer.Write(policy));
    }

    /// <inheritdoc cref="Write(Policy)"/>
    /// <summary>Writes a template. Its id is not part of it.</summary>
    /// <param name="template">The template.</param>
    public static string Write(PolicyTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return Write(template.Body);
    }

    /// <inheritdoc cref="Write(Policy)"/>
    /// <summary>Writes a policy set.</summary>
    /// <param name="policies">The policies, the templates, and what is linked to them.</param>
    public static string Write(PolicyStore policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        return Print(writer => writer.Write(policies));
    }

    private static string Print(Action<PolicyJsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, s_readable))
        {
            write(new PolicyJsonWriter(writer));
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
