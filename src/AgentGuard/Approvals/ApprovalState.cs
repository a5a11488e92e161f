namespace AgentGuard;

/// <summary>Where an approval request stands. Only the first two are open: what is closed is never opened again.</summary>
public enum ApprovalState
{
    /// <summary>A yes is missing.</summary>
    Pending,

    /// <summary>Every yes was given; the call has not run.</summary>
    Approved,

    /// <summary>Somebody who could have said yes, or the root user, said no. Until it would have expired, the same call is denied.</summary>
    Refused,

    /// <summary>The call was released, once.</summary>
    Consumed,

    /// <summary>Its time was over before the call was released.</summary>
    Expired,

    /// <summary>Another request took its place, with edited arguments or for other policies. Its yeses are void.</summary>
    Superseded,
}
