using EdgeFlow.Channels.Frames;
using EdgeFlow.Protocol.Frames;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Channels;

public sealed class FrameCodecTests
{
    private static readonly Gen<Frame> Frames =
        from id in Gen.Choose(0, int.MaxValue)
        from at in Gen.Choose(0, int.MaxValue)
        from datas in Gen.ListOf(Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b)))
        select new Frame(id * 7L, at * 1000L, datas
            .Select((data, i) => new FramePart($"teil-ü{i}", i % 2 == 0 ? "image/png" : "text/plain", data))
            .ToArray());

    [Fact]
    public void Decode_AnyEncodedFrame_IsTheSameFrame() =>
        Prop.ForAll(Frames.ToArbitrary(), frame =>
        {
            var encoded = FrameCodec.Encode(frame);
            var bytes = encoded.ToArray();
            return bytes.Length == encoded.Length && Same(frame, FrameCodec.Decode(bytes));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnyTruncation_IsRefused() =>
        Prop.ForAll(Frames.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (frame, cut) =>
        {
            var bytes = FrameCodec.Encode(frame).ToArray();
            return Refused(bytes[..(cut % bytes.Length)]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnyChangedBitOfTheHead_IsRefused() =>
        Prop.ForAll(Frames.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (frame, bit) =>
        {
            var encoded = FrameCodec.Encode(frame);
            var bytes = encoded.ToArray();
            var at = bit % (encoded.Head.Length * 8);
            bytes[at / 8] ^= (byte)(1 << (at % 8));
            return Refused(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decode_AnyBytes_GiveAFrameOrAFormatError() =>
        Prop.ForAll<byte[]>(bytes => Refused(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public async Task ReadAll_FramesOneAfterAnother_GivesThemInOrder()
    {
        var frames = Enumerable.Range(0, 20)
            .Select(i => new Frame(i, 5, [new FramePart("a", "text/plain", new byte[i * 37])])).ToArray();
        using var stream = new MemoryStream();
        foreach (var frame in frames)
        {
            await FrameCodec.Encode(frame).WriteTo(stream, default);
        }

        stream.Position = 0;
        var read = await FrameCodec.ReadAll(stream).ToArrayAsync();

        Assert.Equal(frames.Length, read.Length);
        Assert.All(frames.Zip(read), pair => Assert.True(Same(pair.First, pair.Second)));
    }

    [Fact]
    public async Task ReadAll_LastFrameCutShort_IsRefused()
    {
        var bytes = FrameCodec.Encode(new Frame(1, 0, [new FramePart("a", "text/plain", new byte[100])])).ToArray();
        using var stream = new MemoryStream(bytes, 0, bytes.Length - 1);

        await Assert.ThrowsAsync<FrameFormatException>(async () => await FrameCodec.ReadAll(stream).ToArrayAsync());
    }

    [Fact]
    public void Encode_TwoPartsOfOneName_IsRefused()
    {
        var part = new FramePart("a", "text/plain", new byte[1]);

        var refused = Assert.Throws<FrameFormatException>(() => FrameCodec.Encode(new Frame(0, 0, [part, part])));

        Assert.Contains("two parts named 'a'", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0000b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Encode_BadPartName_IsRefused(string name) => Assert.Throws<FrameFormatException>(
        () => FrameCodec.Encode(new Frame(0, 0, [new FramePart(name, "text/plain", default)])));

    [Fact]
    public void Encode_HalfACharacterAsName_IsRefused() => Encode_BadPartName_IsRefused(new string('\ud800', 1));

    [Fact]
    public void Text_ErrorFrame_NamesTaskKindAndMessage()
    {
        var frame = ErrorFrames.Make(3, 4, "find", "BadInput", new string('x', 10_000));

        Assert.StartsWith("find: BadInput: xxx", ErrorFrames.Text(frame), StringComparison.Ordinal);
        Assert.True(frame.Size <= ErrorFrames.MaxChars);
    }

    private static bool Refused(byte[] bytes)
    {
        try
        {
            FrameCodec.Decode(bytes);
            return false;
        }
        catch (FrameFormatException)
        {
            return true;
        }
    }

    private static bool Same(Frame a, Frame b) => a.Id == b.Id && a.CapturedAtUnixMs == b.CapturedAtUnixMs
        && a.Parts.Count == b.Parts.Count && a.Parts.Zip(b.Parts).All(p => p.First.Name == p.Second.Name
            && p.First.ContentType == p.Second.ContentType && p.First.Data.Span.SequenceEqual(p.Second.Data.Span));
}
