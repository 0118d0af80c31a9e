using System.Buffers;
using System.IO.Pipelines;
using EdgeFlow.Durable.Grpc;
using EdgeFlow.Durable.Wire;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Durable;

public sealed class GrpcFramingTests
{
    private const int Limit = 1024;

    [Fact]
    public void Read_AnyMessagesInAnyPieces_GivesThemBack() =>
        Prop.ForAll<string[], int>((names, piece) =>
        {
            var sent = names.Select(n => new CreateInstanceResponse { InstanceId = Clean(n) }).ToArray();
            var bytes = new ArrayBufferWriter<byte>();
            Array.ForEach(sent, m => GrpcFraming.Write(bytes, m));
            return ReadAll(bytes.WrittenMemory, 1 + Math.Abs(piece % 17)).GetAwaiter().GetResult().SequenceEqual(sent);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Read_MessageLargerThanTheLimit_IsRefusedBeforeItIsBuffered()
    {
        byte[] header = [0, 0, 0, 4, 1];

        var refused = await Assert.ThrowsAsync<GrpcException>(() => ReadAll(header, 5));

        Assert.Equal(GrpcStatus.ResourceExhausted, refused.Status);
        Assert.Contains("1025 bytes is larger than the limit of 1024 bytes", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, GrpcStatus.Unimplemented)]
    [InlineData(new byte[] { 0, 0, 0, 0, 1, 0xff }, GrpcStatus.Internal)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0x0a }, GrpcStatus.Internal)]
    [InlineData(new byte[] { 0, 0 }, GrpcStatus.Internal)]
    public async Task Read_CompressedBrokenOrCutMessage_IsRefused(byte[] bytes, GrpcStatus expected)
    {
        var refused = await Assert.ThrowsAsync<GrpcException>(() => ReadAll(bytes, 3));

        Assert.Equal(expected, refused.Status);
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("100 % of ü\n", "100 %25 of %C3%BC%0A")]
    public void EncodeMessage_AnyText_IsAsciiAndComesBack(string text, string expected)
    {
        Assert.Equal(expected, GrpcHeaders.EncodeMessage(text));
        Assert.Equal(text, GrpcHeaders.DecodeMessage(expected));
    }

    [Theory]
    [InlineData("1500m", 1500)]
    [InlineData("2H", 7_200_000)]
    [InlineData("99999999S", 99_999_999_000)]
    public void TryParseTimeout_WellFormedValue_IsItsDuration(string value, long milliseconds)
    {
        Assert.True(GrpcHeaders.TryParseTimeout(value, out var timeout));
        Assert.Equal(milliseconds, (long)timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("12")]
    [InlineData("-1S")]
    [InlineData("123456789S")]
    [InlineData("1x")]
    public void TryParseTimeout_BrokenValue_IsRefused(string? value) =>
        Assert.False(GrpcHeaders.TryParseTimeout(value, out _));

    [Fact]
    public void FormatTimeout_LongAndShortDurations_StayInsideTheGrammar()
    {
        Assert.Equal("1500m", GrpcHeaders.FormatTimeout(TimeSpan.FromSeconds(1.5)));
        Assert.Equal("1m", GrpcHeaders.FormatTimeout(TimeSpan.FromSeconds(-1)));
        Assert.Equal("864000S", GrpcHeaders.FormatTimeout(TimeSpan.FromDays(10)));
        Assert.Equal("99999999S", GrpcHeaders.FormatTimeout(TimeSpan.MaxValue));
    }

    private static string Clean(string? name) => new((name ?? "").Where(c => !char.IsSurrogate(c)).ToArray());

    private static async Task<List<CreateInstanceResponse>> ReadAll(ReadOnlyMemory<byte> bytes, int piece)
    {
        var pipe = new Pipe();
        var writing = WritePieces(pipe.Writer, bytes, piece);
        var read = new List<CreateInstanceResponse>();
        while (await GrpcFraming.Read(pipe.Reader, CreateInstanceResponse.Parser, Limit, default) is { } message)
        {
            read.Add(message);
        }

        await writing;
        return read;
    }

    private static async Task WritePieces(PipeWriter writer, ReadOnlyMemory<byte> bytes, int piece)
    {
        for (var at = 0; at < bytes.Length; at += piece)
        {
            await writer.WriteAsync(bytes.Slice(at, Math.Min(piece, bytes.Length - at)));
            await Task.Yield();
        }

        await writer.CompleteAsync();
    }
}
