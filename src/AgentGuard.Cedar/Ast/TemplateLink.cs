using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Ast;

/// <summary>What makes a policy of a template.</summary>
/// <param name="TemplateId">The template's id.</param>
/// <param name="Principal">What stands for <c>?principal</c>; null where the template has no such slot.</param>
/// <param name="Resource">What stands for <c>?resource</c>; null where the template has no such slot.</param>
public sealed record TemplateLink(string TemplateId, EntityUid? Principal, EntityUid? Resource);
