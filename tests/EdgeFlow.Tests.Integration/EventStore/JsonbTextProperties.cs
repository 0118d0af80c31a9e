using System.Globalization;
using System.Text;
using System.Text.Json;
using EdgeFlow.EventStore.Registry;
using EdgeFlow.Tests.Integration.Postgres;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using NpgsqlTypes;
using Xunit;

namespace EdgeFlow.Tests.Integration.EventStore;

/// <summary>JSON as it is sent stands in the row as is said of it beforehand: byte by byte what PostgreSQL sends
/// back.</summary>
public sealed class JsonbTextProperties : IAsyncLifetime
{
    private const int Runs = 300;
    private const int TextsARun = 40;
    private const int Depth = 4;

    private static readonly string[] Words =
    [
        "", "a", "b", "ab", "ba", "ä", "z", "\\u0061", "→", "\\u00e4", "😀", "\\ud83d\\ude00", "/", "\\/", "_",
        "$type",
    ];

    private static readonly string[] Pieces =
    [
        .. Words, "\\\"", "\\\\", "\\n", "\\t", "\\b", "\\f", "\\r", "\\u0001", "\\u001F", "\u007f", "\\u2028",
        "\u2028",
        "\\u0022", "\\u005c", "<", "\\u003c", "'", "\uffff", "\\uFFFD", " ", "  ",
    ];

    private NpgsqlDataSource source = null!;

    public async Task InitializeAsync() => source = NpgsqlDataSource.Create(await PostgresFixture.FreshDatabase());

    public async Task DisposeAsync() => await source.DisposeAsync();

    [Fact]
    public void Of_RandomJson_IsWhatPostgresPrints() =>
        Prop.ForAll(Value(Depth).ArrayOf(TextsARun).ToArbitrary(), texts =>
            AllAsPrinted(texts).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    [Fact]
    public void Of_AnyDouble_IsWhatPostgresPrints() =>
        Prop.ForAll(Gen.Choose(0, 255).ArrayOf(sizeof(double)).ArrayOf(TextsARun).ToArbitrary(), numbers =>
        {
            string[] texts =
            [
                .. numbers.Select(its => BitConverter.ToDouble([.. its.Select(part => (byte)part)]))
                    .Where(double.IsFinite).Select(number => JsonSerializer.Serialize(number)),
            ];
            AllAsPrinted(texts).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs));

    private async Task AllAsPrinted(string[] json)
    {
        foreach (var (text, printed) in await Printed(json))
        {
            Assert.True(text.IsAsPrinted, text.ToString());
            Assert.Equal(printed, text.ToString());
        }
    }

    private async Task<List<(JsonbText Text, string Printed)>> Printed(string[] json)
    {
        await using var select = source.CreateCommand(
            "select substring(jsonb_send(sent::jsonb) from 2) from unnest($1) with ordinality as its (sent, place) "
            + "order by place");
        select.Parameters.Add(new NpgsqlParameter
        {
            Value = json, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        await using var reader = await select.ExecuteReaderAsync();
        var pairs = new List<(JsonbText, string)>();
        while (await reader.ReadAsync())
        {
            pairs.Add((
                JsonbText.Of(Encoding.UTF8.GetBytes(json[pairs.Count])),
                Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0))));
        }

        Assert.Equal(json.Length, pairs.Count);
        return pairs;
    }

    private static Gen<string> Value(int depth)
    {
        var leaf = Gen.OneOf(Gen.Elements("true", "false", "null"), Number(), Text(Pieces));
        return depth == 0 ? leaf : Gen.Frequency((2, leaf), (2, Object(depth - 1)), (1, Array(depth - 1)));
    }

    private static Gen<string> Object(int depth) =>
        from count in Gen.Choose(0, 5)
        from names in Text(Words).ArrayOf(count)
        from values in Value(depth).ArrayOf(count)
        from space in Space()
        select $"{{{space}{string.Join($"{space},{space}", names.Zip(values, (n, v) => $"{n}{space}:{space}{v}"))}}}";

    private static Gen<string> Array(int depth) =>
        from count in Gen.Choose(0, 4)
        from values in Value(depth).ArrayOf(count)
        from space in Space()
        select $"[{string.Join($",{space}", values)}{space}]";

    private static Gen<string> Space() => Gen.Frequency((6, Gen.Constant("")), (1, Gen.Elements(" ", "\t", "\r\n ")));

    private static Gen<string> Text(string[] pieces) =>
        from count in Gen.Choose(0, 3)
        from its in Gen.Elements(pieces).ArrayOf(count)
        select $"\"{string.Concat(its)}\"";

    private static Gen<string> Number() =>
        from sign in Gen.Elements("", "", "-")
        from whole in Gen.OneOf(Gen.Elements("0", "1", "10", "100", "9007199254740993"), Digits(40))
        from fraction in Gen.OneOf(
            Gen.Elements("", "", ".0", ".5", ".50", ".000"), Digits(30).Select(its => ".0" + its))
        from exponent in Gen.OneOf(
            Gen.Elements("", "", "", "e0", "E1", "e+5", "e-1", "E-7"),
            Gen.Choose(-JsonbNumber.ExponentMax, JsonbNumber.ExponentMax)
                .Select(its => "e" + its.ToString(CultureInfo.InvariantCulture)))
        select sign + whole + fraction + exponent;

    // The first is no zero, which JSON has only alone.
    private static Gen<string> Digits(int most) =>
        from count in Gen.Choose(0, most - 1)
        from first in Gen.Choose(1, 9)
        from digits in Gen.Choose(0, 9).ArrayOf(count)
        select first + string.Concat(digits);
}
