using System.Globalization;

namespace AgentGuard;

/// <summary><c>@approval("group") @quorum("2") @expires("15m")</c>: a yes of people outside the delegation chain.</summary>
internal sealed class ApprovalHandler : IObligationHandler
{
    private const string Quorum = "quorum";
    private const int MaxQuorum = 100;

    public string Annotation => "approval";

    public IReadOnlyCollection<string> Modifiers { get; } = [Quorum, ApprovalLifetime.Annotation];

    public Obligation Create(ObligationSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (string.IsNullOrWhiteSpace(source.Value) || !VisibleText.Is(source.Value))
        {
            throw new AnnotationFormatException(Annotation, "`@approval` names no group", "write `@approval(\"finance\")` for a yes from `Group::\"finance\"`");
        }

        return new ApprovalObligation(source, source.Value, ReadQuorum(source), ApprovalLifetime.Read(source));
    }

    private static int ReadQuorum(ObligationSource source)
    {
        if (!source.Modifiers.TryGetValue(Quorum, out string? text))
        {
            return 1;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int quorum) && quorum is >= 1 and <= MaxQuorum
            ? quorum
            : throw new AnnotationFormatException(Quorum, $"{Quoted.Text(text)} is no quorum", $"write a whole number from 1 to {MaxQuorum}, as in `@quorum(\"2\")`");
    }
}
