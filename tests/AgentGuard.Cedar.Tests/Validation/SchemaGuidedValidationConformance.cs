using System.Collections.Concurrent;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Tests.Conformance;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>
/// Every case is answered with entities and contexts that are read by its schema as Cedar answers it; and what is valid and conforms
/// does not fail.
/// </summary>
public sealed class SchemaGuidedValidationConformance
{
    [SkippableFact]
    public void Every_request_that_conforms_is_answered_as_Cedar_does()
    {
        ConcurrentQueue<string> differences = [];
        int requests = 0;
        Parallel.ForEach(Corpus.CasesWith("requests").Where(@case => @case.TryGetProperty("schema", out _) && ValidationCase.EntitiesConform(@case)), @case =>
        {
            CedarSchema schema = ValidationCase.Schema(@case);
            PolicySet policies = new(ValidationCase.Policies(@case));
            EntityStore entities = CedarJson.ParseEntities(@case.GetProperty("entities").GetString()!, schema);
            HashSet<CompiledPolicy> valid = [.. policies.Where(policy => new CedarValidator(schema).TryValidate(policy.Policy, out IReadOnlyList<Diagnostic> _))];
            foreach (JsonElement asked in @case.GetProperty("requests").EnumerateArray())
            {
                if (Read(asked, schema) is not { } request)
                {
                    continue;
                }

                Interlocked.Increment(ref requests);
                AuthorizationResult result = policies.Authorize(request, entities);
                string expected = Answers.Write(asked);
                string found = Answers.Write(result);
                if (found != expected)
                {
                    differences.Enqueue($"{Corpus.IdOf(@case)}: expected {expected}, found {found}");
                }

                foreach (PolicyError error in result.Errors)
                {
                    if (valid.Contains(error.Policy) && error.Error.Kind is not (EvaluationErrorKind.IntegerOverflow or EvaluationErrorKind.ExtensionFunctionFailed or EvaluationErrorKind.EntityDoesNotExist))
                    {
                        differences.Enqueue($"{Corpus.IdOf(@case)} {error.Policy.Policy.Id}: is valid and fails: {error.Error.Message}");
                    }
                }
            }
        });

        ValidationCase.AssertNone(differences, requests);
    }

    /// <summary>A request whose context is read by the schema; null if it does not conform.</summary>
    private static CedarRequest? Read(JsonElement asked, CedarSchema schema)
    {
        CedarRequest request = Requests.Read(asked);
        if (!schema.TryGetAction(request.Action, out _))
        {
            return null;
        }

        try
        {
            CedarRecord context = CedarJson.ParseContext(asked.GetProperty("context").GetRawText(), schema, request.Action);
            return new CedarValidator(schema).CheckRequest(request.Principal, request.Action, request.Resource, context) is null
                ? new CedarRequest(request.Principal, request.Action, request.Resource, context)
                : null;
        }
        catch (CedarJsonException)
        {
            return null;
        }
    }
}
