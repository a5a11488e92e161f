namespace AgentGuard;

/// <summary>Turns a lifting annotation of a forbid into an obligation, when the bundle is loaded.</summary>
public interface IObligationHandler
{
    /// <summary>The annotation's name, a Cedar identifier; one handler a name.</summary>
    string Annotation { get; }

    /// <summary>Annotations that may stand beside it and belong to it, such as <c>quorum</c> and <c>expires</c>.</summary>
    IReadOnlyCollection<string> Modifiers { get; }

    /// <summary>Makes the obligation.</summary>
    /// <param name="source">The annotation with its modifiers.</param>
    /// <returns>The obligation.</returns>
    /// <exception cref="FormatException">The value or a modifier is malformed: the bundle is refused, with the annotation's position and this message.</exception>
    Obligation Create(ObligationSource source);
}
