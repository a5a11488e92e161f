using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>One Cedar request.</summary>
/// <param name="Principal">Who has to answer for the call.</param>
/// <param name="Action">The tool.</param>
/// <param name="Resource">What is acted on.</param>
/// <param name="Context">Arguments under <c>input</c>, trusted facts beside it.</param>
/// <param name="Entities">Attributes and groups.</param>
/// <param name="Bundle">The policies.</param>
public sealed record PolicyQuestion(
    EntityUid Principal,
    EntityUid Action,
    EntityUid Resource,
    CedarRecord Context,
    IEntitySource Entities,
    PolicyBundle Bundle);
