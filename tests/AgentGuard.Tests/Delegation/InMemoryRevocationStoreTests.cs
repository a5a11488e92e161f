namespace AgentGuard.Tests.Delegation;

public sealed class InMemoryRevocationStoreTests : RevocationStoreContract
{
    protected override IRevocationStore CreateStore() => new InMemoryRevocationStore();
}
