using System.Runtime.InteropServices;
using System.Text;
using EdgeFlow.StageWorker.Stages;
using EdgeFlow.StageWorker.Stages.Imaging;
using Xunit;

namespace EdgeFlow.Tests.Stages.Imaging;

public sealed class OtherFormatsTests
{
    [Fact]
    public void Decode_PortableMaps_GivesTheirPixels()
    {
        var image = new Image(2, 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        Assert.Equal(image.Pixels, ImageFormats.Decode(PortableMap.Write(image)).Pixels);
        Assert.Equal([7, 7, 7, 10, 10, 10], ImageFormats.Decode("P5\n# a comment\n2\t1 # another\n255\n\a\n"u8).Pixels);
    }

    [Theory]
    [InlineData("P6 2 2 255\n123", "is truncated: 2 x 2 pixels take 12 bytes, 3 are there")]
    [InlineData("P6 2 2 65535\n", "65535 as its largest value")]
    [InlineData("P6 99999 2 255\n", "claims 99999 x 2 pixels")]
    [InlineData("P6 0 2 255\n", "claims 0 x 2 pixels")]
    [InlineData("P6 -2 2 255\n", "broken header")]
    [InlineData("P6 99999999999999999999 2 255\n", "broken or truncated header")]
    [InlineData("P6", "broken or truncated header")]
    [InlineData("P6 #", "broken or truncated header")]
    [InlineData("GIF89a", "none of PNG, JPEG, PPM (P6), PGM (P5)")]
    [InlineData("", "none of PNG")]
    public void Decode_BrokenFiles_AreRefusedWithAReason(string file, string expected)
    {
        var error = Assert.Throws<StageException>(() => ImageFormats.Decode(Encoding.Latin1.GetBytes(file)));
        Assert.Equal("BadInput", error.ErrorType);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_TooLargeAFile_NamesTheLimit()
    {
        var error = Assert.Throws<StageException>(
            () => ImageFormats.Decode(new byte[ImageLimits.MaxEncodedBytes + 1]));
        Assert.Contains($"at most {ImageLimits.MaxEncodedBytes}", error.Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(16384)]
    public void Decode_JpegBaselineAndProgressive_GivesThePictureOrSaysWhatToInstall(int flags)
    {
        if (!JpegReader.IsAvailable)
        {
            var error = Assert.Throws<StageException>(() => ImageFormats.Decode([0xFF, 0xD8, 0xFF, 0xE0]));
            Assert.Contains("install libturbojpeg0 or send PNG/PPM", error.Message, StringComparison.Ordinal);
            Skip.If(true, "libturbojpeg0 is not on this machine.");
        }

        var image = Gradient();
        var decoded = ImageFormats.Decode(Jpeg(image, flags));
        Assert.Equal((image.Width, image.Height), (decoded.Width, decoded.Height));
        var worst = image.Pixels.Zip(decoded.Pixels, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(worst, 0, 12);
    }

    [SkippableFact]
    public void Decode_JpegTruncatedOrCorrupt_IsBadInput()
    {
        Skip.IfNot(JpegReader.IsAvailable, "libturbojpeg0 is not on this machine.");
        var whole = Jpeg(Gradient(), 0);
        for (var length = 3; length < whole.Length - 2; length += 7)
        {
            var cut = whole[..length];
            Assert.Equal("BadInput", Assert.Throws<StageException>(() => ImageFormats.Decode(cut)).ErrorType);
        }
    }

    [SkippableFact]
    public void Decode_JpegThatClaimsAHugePicture_IsRefused()
    {
        Skip.IfNot(JpegReader.IsAvailable, "libturbojpeg0 is not on this machine.");
        var file = Jpeg(Gradient(), 0);
        var frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        byte[] side = [30_000 >> 8, 30_000 & 0xFF];
        side.CopyTo(file, frame + 5);
        side.CopyTo(file, frame + 7);
        var error = Assert.Throws<StageException>(() => ImageFormats.Decode(file));
        Assert.Contains("claims 30000 x 30000 pixels", error.Message, StringComparison.Ordinal);
    }

    private static Image Gradient()
    {
        var image = new Image(48, 32);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                (image[x, y][0], image[x, y][1], image[x, y][2]) = ((byte)(x * 5), (byte)(y * 7), (byte)(x + y));
            }
        }

        return image;
    }

    private static byte[] Jpeg(Image image, int flags)
    {
        var compressor = tjInitCompress();
        nint buffer = 0;
        try
        {
            Assert.Equal(0, tjCompress2(compressor, image.Pixels, image.Width, 0, image.Height, 0, ref buffer,
                out var size, 0, 97, flags));
            var encoded = new byte[(int)size.Value];
            Marshal.Copy(buffer, encoded, 0, encoded.Length);
            return encoded;
        }
        finally
        {
            tjFree(buffer);
            _ = tjDestroy(compressor);
        }
    }

    [DllImport("libturbojpeg.so.0")]
    private static extern nint tjInitCompress();

    [DllImport("libturbojpeg.so.0")]
    private static extern int tjCompress2(nint handle, byte[] pixels, int width, int pitch, int height, int format,
        ref nint buffer, out CULong size, int sampling, int quality, int flags);

    [DllImport("libturbojpeg.so.0")]
    private static extern void tjFree(nint buffer);

    [DllImport("libturbojpeg.so.0")]
    private static extern int tjDestroy(nint handle);
}
