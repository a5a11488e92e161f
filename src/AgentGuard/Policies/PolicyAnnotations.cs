using System.Security.Cryptography;
using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard;

/// <summary>Reads what the annotations of policies ask for. Whatever would lift a forbid in a way its author did not mean is an error.</summary>
internal sealed class PolicyAnnotations(ObligationRegistry registry, BundleDiagnostics diagnostics)
{
    private const int MaxAdviceLength = 500;

    /// <summary>Reads one policy.</summary>
    /// <param name="policy">The policy under its final id.</param>
    /// <param name="position">File and line.</param>
    public BundlePolicy Read(Policy policy, string position)
    {
        Annotation[] lifting = [.. policy.Annotations.Where(annotation => registry.Find(annotation.Name) is not null)];
        foreach (Annotation annotation in policy.Annotations)
        {
            Check(policy, annotation, lifting);
        }

        string? advice = Value(policy, KnownAnnotations.Advice);
        string textHash = Hash(policy);
        return new BundlePolicy(policy, position, textHash)
        {
            Advice = advice,
            Notify = Value(policy, KnownAnnotations.Notify),
            IsShadow = Value(policy, KnownAnnotations.Shadow) is not null,
            Obligations = policy.Effect == Effect.Forbid
                ? [.. lifting.Select(annotation => Create(policy, annotation, textHash, advice)).OfType<Obligation>()]
                : [],
        };
    }

    private static string? Value(Policy policy, string name) =>
        policy.Annotations.FirstOrDefault(annotation => annotation.Name == name)?.Value;

    /// <summary>Over the text, and over what it says with its macros expanded and its temporal conditions named by what they say.</summary>
    private static string Hash(Policy policy)
    {
        string text = $"{policy.Source.Text.AsSpan(policy.Span.Start, policy.Span.Length)}\n{CedarPrinter.Print(policy)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private void Check(Policy policy, Annotation annotation, Annotation[] lifting)
    {
        string name = annotation.Name;
        if (KnownAnnotations.Contains(name))
        {
            CheckKnown(policy, annotation);
        }
        else if (registry.Find(name) is not null)
        {
            if (policy.Effect == Effect.Permit)
            {
                Error(policy, annotation, $"`@{name}` lifts a forbid, and this is a permit", "a permit grants without asking: say in a forbid what has to be asked for");
            }
        }
        else if (registry.OwnersOf(name) is { Count: > 0 } owners)
        {
            if (!lifting.Any(found => owners.Contains(found.Name)))
            {
                string needed = string.Join(" or ", owners.Select(owner => $"`@{owner}`"));
                Error(policy, annotation, $"`@{name}` belongs to {needed}, which is not there", $"add {needed}, or take `@{name}` away");
            }
        }
        else
        {
            CheckUnknown(policy, annotation, lifting);
        }
    }

    private void CheckUnknown(Policy policy, Annotation annotation, Annotation[] lifting)
    {
        string? meant = Suggestion.Closest(annotation.Name, registry.Known);
        if (lifting.Length > 0)
        {
            Error(
                policy,
                annotation,
                $"unknown annotation `@{annotation.Name}` beside `@{lifting[0].Name}`, which lifts the forbid",
                meant is null ? "it may be meant as a condition of the lifting: take it away" : $"did you mean `@{meant}`?");
        }
        else if (meant is not null)
        {
            diagnostics.Warning(
                policy.Source,
                annotation.Span,
                $"unknown annotation `@{annotation.Name}` has no effect",
                $"did you mean `@{meant}`?");
        }
    }

    private void CheckKnown(Policy policy, Annotation annotation)
    {
        switch (annotation.Name)
        {
            case KnownAnnotations.Advice when annotation.Value.Length is 0 or > MaxAdviceLength:
                Error(policy, annotation, $"`@advice` holds from 1 to {MaxAdviceLength} characters", "a model reads it: say in a sentence why the call is refused");
                break;
            case KnownAnnotations.Advice or KnownAnnotations.Notify when !VisibleText.Is(annotation.Value):
                Error(policy, annotation, $"`@{annotation.Name}` holds a control character", "write it on one line of visible text");
                break;
            case KnownAnnotations.Advice or KnownAnnotations.Notify when policy.Effect == Effect.Permit:
                diagnostics.Warning(policy.Source, annotation.Span, $"`@{annotation.Name}` on a permit has no effect", "only a forbid that is satisfied is heard of");
                break;
            case KnownAnnotations.Shadow when annotation.Value.Length > 0:
                Error(policy, annotation, "`@shadow` takes no value", "write `@shadow`, or take it away to put the policy in force");
                break;
            case KnownAnnotations.Shadow when policy.Effect == Effect.Forbid:
                diagnostics.Warning(policy.Source, annotation.Span, "`@shadow` takes this forbid out of force: what it stops goes through", "take `@shadow` away to put the forbid in force");
                break;
            default:
                break;
        }
    }

    private Obligation? Create(Policy policy, Annotation annotation, string textHash, string? advice)
    {
        IObligationHandler handler = registry.Find(annotation.Name)!;
        Dictionary<string, string> modifiers = policy.Annotations
            .Where(modifier => handler.Modifiers.Contains(modifier.Name))
            .ToDictionary(modifier => modifier.Name, modifier => modifier.Value);
        try
        {
            ObligationSource source = new(policy.Id, textHash, annotation.Name, annotation.Value, modifiers, advice);
            if (handler.Create(source) is { } obligation)
            {
                return obligation;
            }

            Error(policy, annotation, $"the handler of `@{annotation.Name}` made no obligation of it");
        }
        catch (FormatException exception)
        {
            AnnotationFormatException? precise = exception as AnnotationFormatException;
            Annotation place = policy.Annotations.FirstOrDefault(found => found.Name == precise?.Annotation) ?? annotation;
            Error(policy, place, exception.Message, precise?.Help);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A host's handler: what it does not understand must not be lifted.
            Error(policy, annotation, $"the handler of `@{annotation.Name}` failed: {exception.Message}");
        }

        return null;
    }

    private void Error(Policy policy, Annotation annotation, string message, string? help = null) =>
        diagnostics.Error(policy.Source, annotation.Span, message, help);
}
