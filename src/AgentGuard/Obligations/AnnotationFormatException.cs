namespace AgentGuard;

/// <summary>A malformed annotation, named so that the message points at it and not at the one it belongs to.</summary>
internal sealed class AnnotationFormatException(string annotation, string message, string help) : FormatException(message)
{
    public string Annotation { get; } = annotation;

    public string Help { get; } = help;
}
