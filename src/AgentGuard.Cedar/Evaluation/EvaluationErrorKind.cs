namespace AgentGuard.Cedar.Evaluation;

/// <summary>Why a policy could not be evaluated.</summary>
public enum EvaluationErrorKind
{
    /// <summary>An attribute or tag of an entity that is not there was asked for.</summary>
    EntityDoesNotExist,

    /// <summary>An entity or record has no such attribute.</summary>
    AttributeDoesNotExist,

    /// <summary>An entity has no such tag.</summary>
    TagDoesNotExist,

    /// <summary>A value is of another type than the operation takes.</summary>
    TypeError,

    /// <summary>The result is no 64-bit integer.</summary>
    IntegerOverflow,

    /// <summary>An extension function has too few or too many arguments.</summary>
    WrongNumberOfArguments,

    /// <summary>An extension function refused its arguments, or its result is out of range.</summary>
    ExtensionFunctionFailed,

    /// <summary>A value would nest too deep.</summary>
    RecursionLimit,

    /// <summary>The policy, or the policies of the request together, would take more steps than <see cref="PolicySetOptions"/> gives them.</summary>
    StepLimit,
}
