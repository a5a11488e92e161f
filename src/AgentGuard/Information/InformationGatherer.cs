using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Asks every information point, at once and each within its time, and puts the answers together.</summary>
internal sealed class InformationGatherer(IReadOnlyList<IPolicyInformationPoint> points, GrantRegistry grants, AgentGuardOptions options)
{
    private static readonly Dictionary<EntityUid, EntityFacts> NoEntities = [];
    private readonly CedarRecord _environment = new(options.Environment);

    /// <summary>Whether somebody is asked who may know more of entities than the bundle does.</summary>
    public bool HasPoints => points.Count > 0;

    /// <summary>What is known about a call with these very arguments.</summary>
    /// <exception cref="InformationFailureException">A point failed, was late, or two of them say different things.</exception>
    public ValueTask<Information> GatherAsync(PreparedCall call, CancellationToken cancellationToken) => points.Count == 0
        ? ValueTask.FromResult(new Information(NoEntities, _environment))
        : GatherAsync(new InformationQuery(call.Tool.Id, call.Scope.Chain, call.Scope.Session, call.Resources, call.Arguments.Input), cancellationToken);

    /// <summary>The bundle's entities with what is known about somebody who answers a held call laid over them.</summary>
    /// <exception cref="InformationFailureException">A point failed, was late, or two of them say different things.</exception>
    public async ValueTask<IEntitySource> EntitiesForAsync(
        EntityUid approver, ApprovalRequest request, PolicyBundle bundle, CancellationToken cancellationToken)
    {
        GuardSession session = GuardSession.Resume(request.SessionId, request.Tenant);
        InformationQuery query = new(request.Tool, new DelegationChain(null, [new Hop(approver)]), session, request.Resources, CedarRecord.Empty)
        {
            Approval = request,
        };
        Information information = await GatherAsync(query, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> groups = bundle.Catalog.TryFind(request.Tool, out ToolEntry? tool) ? tool.Groups : [];
        CedarSet active = await GrantsAsync(approver, request.Tool, groups, request.Resources, session, cancellationToken).ConfigureAwait(false);

        // Nobody verified claims of his for this call: he signed in elsewhere.
        KeyValuePair<string, Value>[] own = [new(GuardAttributes.Claims, CedarRecord.Empty), new(GuardAttributes.Grants, active)];
        return new EntityOverlay(bundle.Entities, information.Entities.Keys.Append(approver).Distinct()
            .Select(entity => Merge(bundle.Entities, entity, information, entity.Equals(approver) ? own : [])));
    }

    private async ValueTask<Information> GatherAsync(InformationQuery query, CancellationToken cancellationToken)
    {
        PolicyInformation[] answers = await Task
            .WhenAll(points.Select(point => AskAsync(point, query, cancellationToken)))
            .ConfigureAwait(false);

        Dictionary<EntityUid, EntityFacts> entities = [];
        Dictionary<string, Value> environment = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, Value> entry in options.Environment)
        {
            environment.Add(entry.Key, entry.Value);
        }

        foreach (PolicyInformation answer in answers)
        {
            foreach ((EntityUid entity, string name, Value value) in answer.Attributes)
            {
                Add(Of(entity).Attributes, name, value);
            }

            foreach ((EntityUid entity, IReadOnlyList<EntityUid> parents) in answer.Parents)
            {
                Of(entity).SetParents(entity, parents);
            }

            foreach ((string name, Value value) in answer.Environment)
            {
                Add(environment, name, value);
            }
        }

        return new Information(entities, new CedarRecord(environment));

        EntityFacts Of(EntityUid entity)
        {
            if (!entities.TryGetValue(entity, out EntityFacts? known))
            {
                entities.Add(entity, known = new EntityFacts());
            }

            return known;
        }
    }

    /// <summary>
    /// The bundle's entities with what is known about this call laid over them: every principal gets its verified claims and the grants that hold now,
    /// whether or not the bundle knows it.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="principals">Who answers for it.</param>
    /// <param name="information">What was found out.</param>
    /// <param name="variant">Which claims of those who have several, below <see cref="DelegationChain.ClaimVariants"/>.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async ValueTask<IEntitySource> EntitiesForAsync(
        PreparedCall call, IReadOnlyList<EntityUid> principals, Information information, int variant, CancellationToken cancellationToken)
    {
        CedarSet[] grantsOf = new CedarSet[principals.Count];
        bool isPlain = call.Scope.Chain.ClaimVariants == 1 && information.Entities.Count == 0 && ReferenceEquals(principals, call.Scope.Chain.Principals);
        for (int i = 0; i < grantsOf.Length; i++)
        {
            grantsOf[i] = await GrantsAsync(principals[i], call.Tool.Id, call.Tool.Groups, call.Resources, call.Scope.Session, cancellationToken).ConfigureAwait(false);
            isPlain &= grantsOf[i].Count == 0;
        }

        // Most calls are made without grants and information points: then all calls of a chain see the same.
        if (!isPlain)
        {
            return Overlay(call, principals, grantsOf, information, variant);
        }

        DelegationChain chain = call.Scope.Chain;
        if (chain.Entities is not { } entities || !ReferenceEquals(entities.Bundle, call.Bundle.Entities))
        {
            chain.Entities = entities = new ChainEntities(call.Bundle.Entities, Overlay(call, principals, grantsOf, information, variant));
        }

        return entities.Seen;
    }

    private static EntityOverlay Overlay(PreparedCall call, IReadOnlyList<EntityUid> principals, CedarSet[] grantsOf, Information information, int variant)
    {
        Dictionary<EntityUid, Entity> overlay = new(principals.Count + information.Entities.Count);
        for (int i = 0; i < grantsOf.Length; i++)
        {
            EntityUid principal = principals[i];
            if (!overlay.ContainsKey(principal))
            {
                overlay.Add(principal, Merge(call.Bundle.Entities, principal, information, [
                    new(GuardAttributes.Claims, Claims(call.Scope.Chain, principal, variant)),
                    new(GuardAttributes.Grants, grantsOf[i]),
                ]));
            }
        }

        foreach (EntityUid entity in information.Entities.Keys)
        {
            if (!overlay.ContainsKey(entity))
            {
                overlay.Add(entity, Merge(call.Bundle.Entities, entity, information, []));
            }
        }

        return new EntityOverlay(call.Bundle.Entities, overlay.Values);
    }

    private static Entity Merge(EntityStore bundle, EntityUid uid, Information information, KeyValuePair<string, Value>[] own)
    {
        bool isKnown = bundle.TryGetEntity(uid, out Entity? known);
        Dictionary<string, Value> attributes = isKnown ? new(known!.Attributes, StringComparer.Ordinal) : new(StringComparer.Ordinal);
        if (information.Entities.TryGetValue(uid, out EntityFacts? found))
        {
            foreach ((string name, Value value) in found.Attributes)
            {
                attributes[name] = value;
            }
        }

        foreach ((string name, Value value) in own)
        {
            attributes[name] = value;
        }

        CedarRecord record = new(attributes);
        return found?.Parents is { } parents ? new Entity(uid, record, parents, known?.Tags)
            : isKnown ? known!.WithAttributes(record)
            : new Entity(uid, record);
    }

    private static CedarRecord Claims(DelegationChain chain, EntityUid principal, int variant)
    {
        IReadOnlyList<CedarRecord> claims = chain.ClaimsOf(principal);
        return claims[Math.Min(variant, claims.Count - 1)];
    }

    private async ValueTask<CedarSet> GrantsAsync(
        EntityUid principal,
        ToolId tool,
        IReadOnlyList<string> groups,
        IReadOnlyList<EntityUid> resources,
        GuardSession session,
        CancellationToken cancellationToken)
    {
        // A grant for one of several resources is no grant for the call.
        HashSet<string>? names = null;
        foreach (EntityUid resource in resources)
        {
            IReadOnlyCollection<string> active = await grants
                .ActiveForAsync(principal, tool, groups, resource, session, cancellationToken)
                .Within(options, cancellationToken)
                .ConfigureAwait(false);
            if (names is null)
            {
                names = [.. active];
            }
            else
            {
                names.IntersectWith(active);
            }
        }

        return names is not { Count: > 0 } ? CedarSet.Empty : new CedarSet(names.Select(static name => (Value)name));
    }

    private static void Add(Dictionary<string, Value> known, string name, Value value)
    {
        if (!known.TryAdd(name, value) && known[name] != value)
        {
            throw new InformationFailureException($"two sources give different values for `{name}`");
        }
    }

    private async Task<PolicyInformation> AskAsync(IPolicyInformationPoint point, InformationQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await TimeLimit.WithinAsync(token => point.FindAsync(query, token), options, cancellationToken).ConfigureAwait(false)
                ?? throw new InformationFailureException($"`{point.Name}` gave no answer");
        }
        catch (Exception e) when (e is not InformationFailureException && !cancellationToken.IsCancellationRequested)
        {
            throw new InformationFailureException(e is TimeoutException ? $"`{point.Name}` took too long" : $"`{point.Name}` failed", e);
        }
    }
}
