using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Tests.Conformance;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>The handwritten cases are valid as they say and answered as they say, with entities and contexts read by their schemas.</summary>
public sealed class SchemaGuidedValidationConformance
{
    [SkippableFact]
    public void Every_handwritten_case_is_answered_with_what_its_schema_reads()
    {
        int requests = 0;
        foreach (JsonElement @case in Corpus.Read("handwritten"))
        {
            CedarSchema schema = ValidationCase.Schema(@case);
            CedarValidator validator = new(schema);
            PolicySet policies = new(ValidationCase.Policies(@case));
            EntityStore entities = CedarJson.ParseEntities(@case.GetProperty("entities").GetString()!, schema);
            Assert.Equal(@case.GetProperty("shouldValidate").GetBoolean(), validator.TryValidate(policies.Select(policy => policy.Policy), out IReadOnlyList<Diagnostic> _));
            foreach (JsonElement asked in @case.GetProperty("requests").EnumerateArray())
            {
                CedarRequest request = Requests.Read(asked);
                CedarRecord context = CedarJson.ParseContext(asked.GetProperty("context").GetRawText(), schema, request.Action);
                Assert.Null(validator.CheckRequest(request.Principal, request.Action, request.Resource, context));
                AuthorizationResult result = policies.Authorize(new CedarRequest(request.Principal, request.Action, request.Resource, context), entities);
                Assert.Equal($"{Corpus.IdOf(@case)}: {Answers.Write(asked)}", $"{Corpus.IdOf(@case)}: {Answers.Write(result)}");
                requests++;
            }
        }

        Assert.True(requests >= 45, $"only {requests} requests were asked");
    }
}
