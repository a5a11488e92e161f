namespace AgentGuard.Cedar.Evaluation;

/// <summary>What a condition came to.</summary>
internal enum Truth : byte
{
    False,
    True,

    /// <summary>It is an error, which the frame has.</summary>
    Failed,
}
