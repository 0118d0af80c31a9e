using EdgeFlow.StageWorker.Stages;
using EdgeFlow.StageWorker.Stages.Imaging;
using EdgeFlow.StageWorker.Stages.Imaging.Png;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace EdgeFlow.Tests.Stages.Imaging;

public sealed class PngReaderTests
{
    private const int Width = 13;
    private const int Height = 11;

    public static TheoryData<int, int, int> Kinds()
    {
        var kinds = new TheoryData<int, int, int>();
        (int Colour, int[] Depths)[] all =
            [(0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16])];
        foreach (var (colour, depths) in all)
        {
            foreach (var depth in depths)
            {
                for (var filter = 0; filter <= 5; filter++)
                {
                    kinds.Add(colour, depth, filter);
                }
            }
        }

        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Read_EveryColourTypeDepthAndFilter_GivesTheTruePixels(int colour, int depth, int filter)
    {
        var largest = (1 << depth) - 1;
        var palette = new byte[(Math.Min(largest, 255) + 1) * 3];
        for (var at = 0; at < palette.Length; at++)
        {
            palette[at] = (byte)(at * 37 % 256);
        }

        // Filter 5 stands for "another one in every row".
        var maker = new PngMaker(Width, Height, colour, depth)
        {
            Palette = colour == 3 ? palette : [],
            Filter = y => filter == 5 ? y % 5 : filter,
            Pieces = 3,
        };
        int Sample(int x, int y, int sample) => ((x * 7919) + (y * 104729) + (sample * 1299709)) % (largest + 1);
        int Byte(int x, int y, int sample) => depth switch
        {
            16 => Sample(x, y, sample) >> 8,
            _ => Sample(x, y, sample) * 255 / largest,
        };

        var image = PngReader.Read(maker.Make(Sample));

        Assert.Equal((Width, Height), (image.Width, image.Height));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var alpha = colour switch { 4 => Byte(x, y, 1), 6 => Byte(x, y, 3), _ => 255 };
                int Over(int value) => ((value * alpha) + (255 * (255 - alpha)) + 127) / 255;
                int[] expected = colour switch
                {
                    3 => [.. palette.Skip(Sample(x, y, 0) * 3).Take(3).Select(value => (int)value)],
                    0 or 4 => [Over(Byte(x, y, 0)), Over(Byte(x, y, 0)), Over(Byte(x, y, 0))],
                    _ => [Over(Byte(x, y, 0)), Over(Byte(x, y, 1)), Over(Byte(x, y, 2))],
                };
                Assert.Equal(expected, image[x, y].ToArray().Select(value => (int)value));
            }
        }
    }

    [Fact]
    public void Read_TransparentColours_AreWhite()
    {
        var palette = new PngMaker(2, 1, 3, 8) { Palette = [9, 9, 9, 0, 0, 0], Transparency = [255, 0] };
        Assert.Equal([9, 9, 9, 255, 255, 255], PngReader.Read(palette.Make((x, _, _) => x)).Pixels);
        var grey = new PngMaker(2, 1, 0, 4) { Transparency = [0, 3] };
        Assert.Equal([255, 255, 255, 68, 68, 68], PngReader.Read(grey.Make((x, _, _) => 3 + x)).Pixels);
        var colours = new PngMaker(2, 1, 2, 16) { Transparency = [1, 2, 1, 2, 1, 2] };
        Assert.Equal([255, 255, 255, 2, 2, 2],
            PngReader.Read(colours.Make((x, _, _) => x == 0 ? 0x0102 : 0x0203)).Pixels);
    }

    [Fact]
    public void Read_OwnWriter_RoundTripsRandomPictures() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var width = 1 + (bytes.Length % 7);
            var image = new Image(width, 1 + (bytes.Length / 3 / width));
            bytes.AsSpan(0, Math.Min(bytes.Length, image.Pixels.Length)).CopyTo(image.Pixels);
            return PngReader.Read(PngWriter.Write(image)).Pixels.SequenceEqual(image.Pixels);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_EveryTruncation_IsBadInput()
    {
        var maker = new PngMaker(Width, Height, 2, 8) { Pieces = 2 };
        var whole = maker.Make((x, y, sample) => (x * y * (sample + 1)) % 256);
        for (var length = 8; length < whole.Length; length++)
        {
            AssertBad("PNG", whole[..length]);
        }
    }

    [Fact]
    public void Read_EveryByteFlipped_IsRefusedOrTheSamePicture()
    {
        var whole = new PngMaker(4, 4, 6, 8).Make((x, y, sample) => x + y + sample);
        var truth = PngReader.Read(whole).Pixels;
        for (var at = 8; at < whole.Length; at++)
        {
            var broken = (byte[])whole.Clone();
            broken[at] ^= 0x20;
            try
            {
                Assert.Equal(truth, PngReader.Read(broken).Pixels);
            }
            catch (StageException error)
            {
                Assert.Contains(error.ErrorType, new[] { "BadInput", "Unsupported" });
            }
        }
    }

    [Fact]
    public void Read_HostileHeaders_AreRefusedBeforeMemoryIsTaken()
    {
        AssertBad("claims 100000 x 100000 pixels", new PngMaker(100_000, 100_000, 2, 8) { Rows = 0 }.Make(Black));
        AssertBad("claims 16384 x 16384 pixels", new PngMaker(16_384, 16_384, 2, 8) { Rows = 0 }.Make(Black));
        AssertBad("claims 0 x 5 pixels", new PngMaker(0, 5, 2, 8).Make(Black));
        AssertBad("claims 4294967295 x 5 pixels", new PngMaker(-1, 5, 2, 8) { Rows = 0 }.Make(Black));
        AssertBad("colour type 3 with 16 bits", new PngMaker(1, 1, 3, 16) { Palette = new byte[3] }.Make(Black));
        AssertBad("colour type 7 with 8 bits", new PngMaker(1, 1, 7, 8).Make(Black));
        AssertBad("lacks its palette", new PngMaker(1, 1, 3, 8).Make(Black));
        var two = new PngMaker(1, 1, 3, 8) { Palette = new byte[6] };
        AssertBad("uses colour 5 of a palette of 2", two.Make((_, _, _) => 5));
        AssertBad("unknown filter 9", new PngMaker(1, 1, 0, 8) { Filter = _ => 9 }.Make(Black));
        AssertBad("ends in row 3 of 11", new PngMaker(5, 11, 0, 8) { Rows = 3 }.Make(Black));
    }

    [Fact]
    public void Read_Interlaced_SaysWhatToDo()
    {
        var file = new PngMaker(8, 8, 2, 8) { Interlace = 1 }.Make(Black);
        var error = Assert.Throws<StageException>(() => PngReader.Read(file));
        Assert.Equal("Unsupported", error.ErrorType);
        Assert.Contains("save it without interlacing", error.Message, StringComparison.Ordinal);
    }

    private static int Black(int x, int y, int sample) => 0;

    private static void AssertBad(string expected, byte[] file)
    {
        var error = Assert.Throws<StageException>(() => PngReader.Read(file));
        Assert.Equal("BadInput", error.ErrorType);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
