using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Testing.Tests.Replay.Airline;

/// <summary>The airline's records, as far as a conversation has shown them: an information point that knows what its tools have put out.</summary>
internal sealed class AirlineRecords : IPolicyInformationPoint
{
    private static readonly DateTime s_now = new(2024, 5, 15, 15, 0, 0, DateTimeKind.Unspecified);
    private readonly ConcurrentDictionary<string, (string From, string To)> _flights = [];
    private readonly ConcurrentDictionary<string, Seen> _sessions = new(StringComparer.Ordinal);

    public string Name => "airline";

    /// <summary>Which flights there are, the airline knows whatever a conversation has shown: from where to where each goes.</summary>
    public void Learn(JsonElement found)
    {
        foreach (JsonElement item in found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray()] : Array.Empty<JsonElement>())
        {
            // Connections are lists in the list.
            Learn(item);
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("flight_number", out JsonElement number) && item.TryGetProperty("origin", out JsonElement from))
            {
                _flights[number.GetString()!] = (from.GetString()!, Text(item, "destination"));
            }
        }

        if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty("flights", out JsonElement flights))
        {
            Learn(flights);
        }
    }

    /// <summary>Takes notice of an output.</summary>
    public void Notice(GuardSession session, TraceEvent.Called call, JsonElement? output)
    {
        Seen seen = _sessions.GetOrAdd(session.Id, static _ => new Seen());
        if (call.Tool == "get_user_details")
        {
            seen.Customer = output;
        }
        else if (output is { ValueKind: JsonValueKind.Object } reservation && reservation.TryGetProperty("reservation_id", out JsonElement id))
        {
            seen.Reservations[id.GetString()!] = reservation;
            if (call.Tool == "update_reservation_flights")
            {
                // The recorded environment answers with the cabin as it was.
                seen.Cabins[id.GetString()!] = call.Arguments.GetProperty("cabin").GetString()!;
            }
        }
    }

    public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken)
    {
        PolicyInformation facts = new();
        Seen seen = _sessions.GetOrAdd(query.Session.Id, static _ => new Seen());
        foreach (EntityUid resource in query.Resources)
        {
            if (resource.Type == "Customer" && seen.Customer is { } customer)
            {
                facts.With(resource, "membership", customer.GetProperty("membership").GetString()!)
                    .With(resource, "travelsInsured", seen.Reservations.Values.Any(reservation => IsInsured(reservation) || seen.CabinOf(reservation) == "business"));
            }
            else if (resource.Type == "Reservation" && seen.Reservations.TryGetValue(resource.Id, out JsonElement reservation))
            {
                facts.With(resource, "cabin", seen.CabinOf(reservation))
                    .With(resource, "bags", reservation.GetProperty("total_baggages").GetInt64())
                    .With(resource, "passengers", reservation.GetProperty("passengers").GetArrayLength())
                    .With(resource, "insured", IsInsured(reservation))
                    .With(resource, "hasBegun", reservation.GetProperty("flights").EnumerateArray().Any(static flight => Date(flight) < s_now.Date));
            }
        }

        return new(facts.WithEnvironment("call", Count(query, seen)));
    }

    private CedarRecord Count(InformationQuery query, Seen seen)
    {
        CedarRecord input = query.UntrustedInput;
        JsonElement? reservation = query.Resources.Select(resource => seen.Reservations.TryGetValue(resource.Id, out JsonElement known) ? known : (JsonElement?)null).FirstOrDefault(static known => known is not null);
        string[] payments = input.TryGetValue("payment_id", out Value payment) ? [payment.AsString]
            : input.TryGetValue("payment_methods", out Value several) ? [.. several.AsSet.Select(static one => one.AsRecord["payment_id"].AsString)]
            : [];
        long passengers = input.TryGetValue("passengers", out Value listed) ? listed.AsSet.Count : reservation?.GetProperty("passengers").GetArrayLength() ?? 0;
        string cabin = input.TryGetValue("cabin", out Value chosen) ? chosen.AsString : reservation is { } booked ? seen.CabinOf(booked) : "";
        long bags = input.TryGetValue("total_baggages", out Value total) ? total.AsLong : 0;
        string[] flights = input.TryGetValue("flights", out Value wanted) ? [.. wanted.AsSet.Select(static flight => $"{flight.AsRecord["date"].AsString} {flight.AsRecord["flight_number"].AsString}")] : [];
        return new CedarRecord(
        [
            new("passengers", passengers),
            new("certificates", payments.Count(static id => id.StartsWith("certificate", StringComparison.Ordinal))),
            new("creditCards", payments.Count(static id => id.StartsWith("credit_card", StringComparison.Ordinal))),
            new("giftCards", payments.Count(static id => id.StartsWith("gift_card", StringComparison.Ordinal))),
            new("foreignPayments", payments.Count(id => seen.Customer?.GetProperty("payment_methods").TryGetProperty(id, out _) != true)),
            new("paidBags", Math.Max(0, bags - (passengers * FreeBags(seen.Customer is { } member ? Text(member, "membership") : "", cabin)))),
            new("bookedToday", reservation is { } made && s_now - DateTime.Parse(Text(made, "created_at"), CultureInfo.InvariantCulture) <= TimeSpan.FromDays(1)),
            new("keepsFlights", reservation is { } kept && flights.Order(StringComparer.Ordinal).SequenceEqual(kept.GetProperty("flights").EnumerateArray().Select(static flight => $"{Text(flight, "date")} {Text(flight, "flight_number")}").Order(StringComparer.Ordinal))),
            new("keepsRoute", reservation is { } route && Leads(flights, Text(route, "origin"), Text(route, "destination"), Text(route, "flight_type"))),
            new("fitsPassengers", input.TryGetValue("amount", out Value amount) && seen.Reservations.Values.Any(known => Fits(amount, known.GetProperty("passengers").GetArrayLength()))),
        ]);
    }

    private static bool Fits(Value amount, int passengers) =>
        amount.Kind == ValueKind.Long ? amount.AsLong == 50 * passengers || amount.AsLong == 100 * passengers
        : amount.Kind == ValueKind.Decimal && (amount.ToString().Contains($"\"{50 * passengers}.0\"", StringComparison.Ordinal) || amount.ToString().Contains($"\"{100 * passengers}.0\"", StringComparison.Ordinal));

    private static int FreeBags(string membership, string cabin) => (membership, cabin) switch
    {
        ("gold", "basic_economy") => 2,
        ("gold", _) => 3,
        ("silver", "basic_economy") => 1,
        ("silver", "economy") => 2,
        ("silver", _) => 3,
        (_, "basic_economy") => 0,
        (_, "economy") => 1,
        (_, "business") => 2,
        _ => 0,
    };

    private static bool IsInsured(JsonElement reservation) => Text(reservation, "insurance") == "yes";

    private static DateTime Date(JsonElement flight) => DateTime.Parse(Text(flight, "date"), CultureInfo.InvariantCulture);

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    /// <summary>Whether flights, in whatever order, lead from one place to another, and back where the trip is a round one: each place is left as often as it is reached.</summary>
    private bool Leads(string[] flights, string from, string to, string type)
    {
        Dictionary<string, int> left = new() { [from] = 0, [to] = 0 };
        HashSet<string> places = [];
        foreach (string flight in flights.Select(static flight => flight.Split(' ')[1]))
        {
            if (!_flights.TryGetValue(flight, out (string From, string To) leg))
            {
                return false;
            }

            left[leg.From] = left.GetValueOrDefault(leg.From) + 1;
            left[leg.To] = left.GetValueOrDefault(leg.To) - 1;
            places.UnionWith([leg.From, leg.To]);
        }

        if (type != "round_trip" && from != to)
        {
            left[from]--;
            left[to]++;
        }

        return places.Contains(from) && places.Contains(to) && left.Values.All(static balance => balance == 0);
    }

    private sealed class Seen
    {
        public JsonElement? Customer { get; set; }

        public ConcurrentDictionary<string, JsonElement> Reservations { get; } = [];

        public ConcurrentDictionary<string, string> Cabins { get; } = [];

        public string CabinOf(JsonElement reservation) => Cabins.TryGetValue(Text(reservation, "reservation_id"), out string? changed) ? changed : Text(reservation, "cabin");
    }
}
