using System.Security.Cryptography;
using System.Text;
using EdgeFlow.Control.Plans.Contents;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Plans;

public sealed class ByteDeltaTests
{
    private const int Limit = 1 << 20;
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261121, 11);

    [Fact]
    public void Decode_AnyTwoTexts_GivesTheTarget() => Prop.ForAll(Texts().ToArbitrary(), pair =>
    {
        var (from, target) = pair;
        var delta = ByteDelta.Encode(from, target);
        Assert.Equal(target, ByteDelta.Decode(from, delta, Limit));
        Assert.InRange(delta.Length, 1, target.Length + 64);
    }).Check(s_config);

    [Fact]
    public void Unpack_AnyTwoTexts_GivesTheBytes() => Prop.ForAll(Texts().ToArbitrary(), pair =>
    {
        var (from, target) = pair;
        Assert.Equal(target, PackedContent.Against("a", from, "b", target).Unpack(from, Limit));
        Assert.Equal(target, PackedContent.Whole("b", target).Unpack(null, Limit));
    }).Check(s_config);

    [Fact]
    public void Decode_AnyBytes_GivesATargetOrRefuses() => Prop.ForAll(Texts().ToArbitrary(), pair =>
    {
        try
        {
            Assert.InRange(ByteDelta.Decode(pair.From, pair.Target, Limit).Length, 0, Limit);
        }
        catch (InvalidDataException)
        {
            // That is the answer to what nobody encoded.
        }
    }).Check(s_config);

    [Fact]
    public void Encode_TextWithAPieceInserted_IsAboutThatPiece()
    {
        var words = Enumerable.Range(0, 4_000).Select(k => $"{{\"job\":\"job-{k}\",\"node\":\"n-{k % 7}\"}}").ToList();
        var from = Encoding.UTF8.GetBytes(string.Join(',', words));
        words.Insert(2_000, "{\"job\":\"a new one\"}");
        var target = Encoding.UTF8.GetBytes(string.Join(',', words));

        Assert.InRange(ByteDelta.Encode(from, target).Length, 19, 120);
    }

    [Fact]
    public void Unpack_OtherBase_IsRefusedOrAnotherText()
    {
        var (from, other) = (RandomNumberGenerator.GetBytes(5_000), new byte[40]);
        var packed = PackedContent.Against("a", from, "b", from);

        Assert.Throws<InvalidDataException>(() => packed.Unpack(other, Limit));
        Assert.Throws<InvalidDataException>(() => packed.Unpack(from, limit: 100));
        Assert.Throws<InvalidDataException>(() => (packed with { Packed = [1, 2, 3] }).Unpack(from, Limit));
    }

    // Texts of few letters, so that pieces of one are found in the other at many places.
    private static Gen<(byte[] From, byte[] Target)> Texts()
    {
        var piece = Gen.Choose(0, 60).SelectMany(length => Gen.ArrayOf(Gen.Choose(0, 3), length))
            .Select(letters => Array.ConvertAll(letters, letter => (byte)letter));
        var pieces = Gen.Choose(1, 6).SelectMany(count => Gen.ArrayOf(piece, count));
        return from known in pieces
               from fresh in pieces
               from order in Gen.ArrayOf(Gen.Choose(0, 11), 8)
               select (Join(known), Join([.. order.Select(k => k < 6
                   ? known[k % known.Length] : fresh[k % fresh.Length])]));
    }

    private static byte[] Join(byte[][] pieces) => [.. pieces.SelectMany(piece => piece)];
}
