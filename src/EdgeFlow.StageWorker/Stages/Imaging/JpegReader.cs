using System.Runtime.InteropServices;

namespace EdgeFlow.StageWorker.Stages.Imaging;

/// <summary>
/// JPEG, baseline and progressive, through libjpeg-turbo's TurboJPEG interface where the machine has it (Debian:
/// libturbojpeg0). Safe for concurrent use: each call has a decompressor of its own.
/// </summary>
public static class JpegReader
{
    private const string Library = "libturbojpeg.so.0";
    private const int RedGreenBlue = 0;

    // TJFLAG_STOPONWARNING and TJFLAG_LIMITSCANS: a truncated file is an error, not a grey half, and a progressive
    // file with thousands of scans, which would take minutes, is refused.
    private const int Strict = 8192 | 32768;

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsAvailable { get; } = Probe();

    /// <summary>Decodes a JPEG.</summary>
    /// <exception cref="StageException">
    /// The library is not there, the data is broken or truncated, or a limit is exceeded.
    /// </exception>
    public static Image Read(ReadOnlySpan<byte> encoded)
    {
        if (!IsAvailable)
        {
            throw new StageException("Unsupported",
                $"JPEG needs {Library}, which is not on this node: install libturbojpeg0 or send PNG/PPM.");
        }

        var decompressor = tjInitDecompress();
        if (decompressor == 0)
        {
            throw new StageException("Unsupported", $"{Library} could not make a decompressor.");
        }

        try
        {
            return Read(decompressor, encoded);
        }
        finally
        {
            _ = tjDestroy(decompressor);
        }
    }

    private static Image Read(nint decompressor, ReadOnlySpan<byte> encoded)
    {
        ref var start = ref MemoryMarshal.GetReference(encoded);
        var size = new CULong((nuint)encoded.Length);
        if (tjDecompressHeader3(decompressor, ref start, size, out var width, out var height, out _, out _) != 0)
        {
            throw Bad(decompressor);
        }

        ImageLimits.Require("JPEG", width, height);
        var image = new Image(width, height);
        return tjDecompress2(decompressor, ref start, size, image.Pixels, width, 0, height, RedGreenBlue, Strict) == 0
            ? image
            : throw Bad(decompressor);
    }

    private static StageException Bad(nint decompressor) => new("BadInput",
        $"The JPEG is broken or truncated: {Marshal.PtrToStringUTF8(tjGetErrorStr2(decompressor))}.");

    private static bool Probe()
    {
        if (!NativeLibrary.TryLoad(Library, out var handle))
        {
            return false;
        }

        NativeLibrary.Free(handle);
        return true;
    }

    [DllImport(Library, ExactSpelling = true)]
    private static extern nint tjInitDecompress();

    [DllImport(Library, ExactSpelling = true)]
    private static extern int tjDestroy(nint handle);

    [DllImport(Library, ExactSpelling = true)]
    private static extern nint tjGetErrorStr2(nint handle);

    [DllImport(Library, ExactSpelling = true)]
    private static extern int tjDecompressHeader3(
        nint handle, ref byte encoded, CULong size, out int width, out int height, out int sampling, out int colours);

    [DllImport(Library, ExactSpelling = true)]
    private static extern int tjDecompress2(nint handle, ref byte encoded, CULong size, byte[] pixels, int width,
        int pitch, int height, int pixelFormat, int flags);
}
