using EdgeFlow.Ledger.Audit.Signatures;
using Xunit;

namespace EdgeFlow.Tests.Ledger.Audit;

/// <summary>Against the vectors of RFC 8032, section 7.1.</summary>
public class Ed25519Tests
{
    public static TheoryData<string, string, string, string> Vectors => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            + "d25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            + "387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            + "4a7c15e9716ed28dc027beceea1ec40a"
        },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Sign_VectorOfTheStandard_GivesItsSignature(
        string privateKey, string publicKey, string message, string signature)
    {
        var (secret, bytes) = (Convert.FromHexString(privateKey), Convert.FromHexString(message));

        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519.PublicKeyOf(secret)));
        Assert.Equal(signature, Convert.ToHexStringLower(Ed25519.Sign(secret, bytes)));
        Assert.True(Ed25519.IsSigned(
            Convert.FromHexString(publicKey), bytes, Convert.FromHexString(signature)));
    }

    [Fact]
    public void IsSigned_AnyBitChanged_IsFalse()
    {
        var secret = new byte[Ed25519.PrivateKeyBytes];
        byte[] message = [1, 2, 3];
        var (publicKey, signature) = (Ed25519.PublicKeyOf(secret), Ed25519.Sign(secret, message));

        for (var bit = 0; bit < 8 * signature.Length; bit++)
        {
            var changed = signature.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.IsSigned(publicKey, message, changed), $"bit {bit}");
        }

        Assert.False(Ed25519.IsSigned(publicKey, [1, 2, 4], signature));
        Assert.False(Ed25519.IsSigned(Ed25519.PublicKeyOf([.. Enumerable.Repeat((byte)7, 32)]), message, signature));
    }

    [Fact]
    public void IsSigned_WrongLengths_AreFalseAndNoError()
    {
        Assert.False(Ed25519.IsSigned([], [], []));
        Assert.False(Ed25519.IsSigned(new byte[32], [], new byte[63]));
        Assert.False(Ed25519.IsSigned(new byte[33], [], new byte[64]));
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[31], []));
    }

    [Fact]
    public void KeyText_WrittenKeys_AreReadAgain()
    {
        var secret = Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        var publicKey = Ed25519.PublicKeyOf(secret);

        Assert.Equal(secret, KeyText.ReadPrivate(KeyText.WritePrivate(secret)));
        Assert.Equal(publicKey, KeyText.ReadPublic(KeyText.WritePublic(publicKey)));
        Assert.Equal(publicKey, KeyText.ReadPublic(Convert.ToHexString(publicKey)));
        Assert.Null(KeyText.ReadPublic(KeyText.WritePrivate(secret)));
        Assert.Null(KeyText.ReadPublic("no key"));
        Assert.Null(KeyText.ReadPrivate("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"));
    }
}
