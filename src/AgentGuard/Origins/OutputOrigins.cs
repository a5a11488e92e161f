using System.Collections.Immutable;
using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// Remembers where a result's values come from, each with the trust that the catalog gives its field. A text that is all of a result, or repeats the rest of it, is
/// read as the JSON that it holds; of any other, and of what a tool says of its failure, the fields cannot be told apart, and it is as little trusted as the least of them.
/// </summary>
internal static class OutputOrigins
{
    /// <summary>Remembers every form of a result.</summary>
    public static void Add(ToolEntry tool, GuardSession session, ToolResult result)
    {
        JsonElement structured = result.Forms.FirstOrDefault(static form => form.ValueKind != JsonValueKind.String);
        foreach (JsonElement form in result.Forms)
        {
            // What went wrong upstream, a failure repeats in words that are not the tool's.
            if (result.IsError)
            {
                new OutputWalk(tool, session).Add(form, isTrusted: false, fields: []);
            }
            else
            {
                Add(tool, session, form, document => result.Forms.Count == 1 || (structured.ValueKind != JsonValueKind.Undefined && JsonElement.DeepEquals(document, structured)));
            }
        }

        if (result.HoldsMore)
        {
            LoseTrack(tool, session);
        }
    }

    /// <summary>Whoever reads the result sees what the guard has not. Only a catalog that trusts all that the tool puts out takes the doubt away.</summary>
    public static void LoseTrack(ToolEntry tool, GuardSession session)
    {
        OutputEntry output = tool.Output;
        if (output.Trust != OutputTrust.Trusted || output.Fields.Values.Any(static field => field.Trust == OutputTrust.Untrusted))
        {
            session.Origins.LoseTrack();
        }
    }

    /// <summary>
    /// Runtimes show a model what went wrong, some with all that lies beneath: whoever wrote those texts is not to be believed,
    /// whatever the catalog says of results.
    /// </summary>
    public static void Add(ToolEntry tool, GuardSession session, Exception exception)
    {
        OutputWalk walk = new(tool, session);
        if (ExceptionTree.Of(exception) is not { } all)
        {
            // Nor is any message read: that of an aggregate is made of all beneath it, by recursion.
            session.Origins.LoseTrack();
            return;
        }

        foreach (Exception one in all)
        {
            walk.Add(isTrusted: false, one.Message ?? "");
        }
    }

    private static void Add(ToolEntry tool, GuardSession session, JsonElement form, Func<JsonElement, bool> isResult)
    {
        OutputEntry output = tool.Output;
        ImmutableArray<KnownField> fields = output.KnownFields;
        OutputWalk walk = new(tool, session);
        bool isTrusted = output.Trust == OutputTrust.Trusted;
        if (form.ValueKind != JsonValueKind.String)
        {
            walk.Add(form, isTrusted, fields);
        }
        else if (!fields.IsEmpty && JsonText.FindDocument(form) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } document && isResult(document))
        {
            walk.Add(document, isTrusted, fields);
        }
        else
        {
            walk.Add(isTrusted && fields.All(static field => field.IsTrusted != false), form.GetString()!);
        }
    }
}
