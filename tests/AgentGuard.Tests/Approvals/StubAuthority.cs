using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Approvals;

/// <summary>A guard that knows who is in which group, lets everybody approve but those named, and takes every edit.</summary>
internal sealed class StubAuthority : IApprovalAuthority
{
    private readonly Lock _lock = new();
    private readonly HashSet<(EntityUid Member, EntityUid Group)> _members = [];
    private readonly HashSet<EntityUid> _forbidden = [];

    public Func<ApprovalRequest, ToolArguments, EntityUid, ApprovalEdit> Edit { get; set; } = (_, _, _) => ApprovalEdit.Denied(DenyReasons.Forbidden);

    public void Join(EntityUid member, string group)
    {
        lock (_lock)
        {
            _members.Add((member, Group(group)));
        }
    }

    public void Leave(EntityUid member, string group)
    {
        lock (_lock)
        {
            _members.Remove((member, Group(group)));
        }
    }

    public void Forbid(EntityUid user)
    {
        lock (_lock)
        {
            _forbidden.Add(user);
        }
    }

    public ValueTask<IEntitySource> GetEntitiesAsync(ApprovalRequest request, EntityUid approver, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IEntitySource>(new EntityStore(
                _members.GroupBy(entry => entry.Member, entry => entry.Group).Select(entry => new Entity(entry.Key, parents: entry))));
        }
    }

    public ValueTask<bool> MayApproveAsync(ApprovalRequest request, string group, EntityUid approver, IEntitySource entities, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(!_forbidden.Contains(approver));
        }
    }

    public ValueTask<ApprovalEdit> EditAsync(ApprovalRequest request, ToolArguments arguments, EntityUid editor, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Edit(request, arguments, editor));
}
