using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EdgeFlow.Durable.Replay;

/// <summary>
/// The ids that a run of an instance gives out. They follow from the instance and the recorded start of the run, so
/// that a replay gives the same ones and a run after continue-as-new gives others.
/// </summary>
internal sealed class RunIdentity
{
    // RFC 9562, version 5, under a namespace of our own.
    private static readonly Guid Namespace = new("5f1e3a52-6d0b-4c57-9a0e-3b7c1d1f8e4a");
    private readonly string _instanceId;
    private readonly byte[] _seed;
    private readonly string _prefix;
    private int _guids;

    public RunIdentity(string instanceId, DateTimeOffset startedAt)
    {
        _instanceId = instanceId;
        var name = Encoding.UTF8.GetBytes(instanceId);
        _seed = new byte[16 + 8 + name.Length + 4];
        Namespace.TryWriteBytes(_seed, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(_seed.AsSpan(16), startedAt.UtcTicks);
        name.CopyTo(_seed, 24);
        Span<byte> tag = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(_seed, tag);
        _prefix = $"{_instanceId}:{Convert.ToHexStringLower(tag[..4])}:";
    }

    /// <summary>The id of what a step starts: an execution of an activity, or a child instance.</summary>
    public string OfStep(int step) => string.Create(null, $"{_prefix}{step:x4}");

    public Guid NextGuid()
    {
        BinaryPrimitives.WriteInt32BigEndian(_seed.AsSpan(_seed.Length - 4), ++_guids);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(_seed, hash);
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
