using System.Security.Cryptography;
using System.Text;

namespace Fuzz.Tests.Mutation;

/// <summary>Changes keys: the tree of their DER (X.690), whose lengths stay right, and the PEM around it (RFC 7468).</summary>
internal static class KeyMutator
{
    private const int Constructed = 0x20;
    private const int Integer = 2;
    private const int BitString = 3;
    private const int OctetString = 4;
    private const int LargestContent = 60_000;

    private static readonly byte[] Tags = [1, 2, 3, 4, 5, 6, 0x0C, 0x24, 0x30, 0x31, 0x80, 0xA0, 0xA1, 0x1F, 0];

    private static readonly string[] Labels =
    [
        "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PUBLIC KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "RSA PUBLIC KEY", "CERTIFICATE",
        "EC PARAMETERS", "",
    ];

    /// <summary>Contents that numbers may have: none, small ones, negative ones, huge ones, one with zeros in front.</summary>
    private static readonly byte[][] Contents =
    [
        [], [0], [1], [2], [3], [0x7F], [0x80], [0xFF], [0x00, 0x80], [0x00, 0x00, 0x01],
        [0x7F, 0xFF, 0xFF, 0xFF], [0, 0xFF, 0xFF, 0xFF, 0xFF], [0x01, 0x00, 0x01],
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07], [0x2B, 0x81, 0x04, 0x00, 0x22], [0x80, 0x01],
    ];

    public static byte[] Mutate(Random random, byte[] file, byte[] other)
    {
        if (random.Next(8) == 0)
            return StructureMutator.MutateBytes(random, file, other);
        bool isPem = file.AsSpan().IndexOf("-----BEGIN "u8) >= 0;
        var node = Parse(isPem ? Content(file) : file);
        if (node is null)
            return StructureMutator.MutateBytes(random, file, other);
        for (int count = random.Next(1, 4); count > 0; count--)
            Change(random, node);
        byte[] der = Encode(random, node);
        if (random.Next(8) == 0)
            der = StructureMutator.MutateBytes(random, der, other);
        if (!isPem)
            return der;
        byte[] pem = Encoding.ASCII.GetBytes(PemEncoding.WriteString(
            random.Next(4) == 0 ? StructureMutator.Pick(random, Labels) : LabelOf(file), der));
        return random.Next(4) == 0 ? StructureMutator.MutateBytes(random, pem, other) : pem;
    }

    private static void Change(Random random, Node root)
    {
        var nodes = root.All().ToList();
        var node = StructureMutator.Pick(random, nodes);
        switch (random.Next(8))
        {
            case 0:
                node.Tag = StructureMutator.Pick(random, Tags);
                break;
            case 1 when node.Children.Count > 0:
                node.Children.RemoveAt(random.Next(node.Children.Count));
                break;
            case 2 when node.Children.Count > 0:
                node.Children.Insert(random.Next(node.Children.Count + 1), StructureMutator.Pick(random, node.Children));
                break;
            case 3 when node.Children.Count > 1:
                node.Children.Reverse();
                break;
            case 4:
                node.Content = StructureMutator.Pick(random, nodes).Content;
                break;
            case 5:
                node.Content = new byte[random.Next(1 << random.Next(1, 10))];
                random.NextBytes(node.Content);
                break;
            case 6 when node.Content.Length > 0:
                node.Content = StructureMutator.MutateBytes(random, node.Content, StructureMutator.Pick(random, nodes).Content);
                break;
            default:
                var integers = nodes.FindAll(candidate => candidate.Tag == Integer);
                (integers.Count > 0 && random.Next(2) == 0 ? StructureMutator.Pick(random, integers) : node).Content =
                    random.Next(16) == 0 ? new byte[LargestContent] : StructureMutator.Pick(random, Contents);
                break;
        }
    }

    /// <summary>The DER inside a PEM; empty when it is damaged.</summary>
    private static byte[] Content(byte[] file)
    {
        string text = Encoding.Latin1.GetString(file);
        return PemEncoding.TryFind(text, out var fields) ? System.Convert.FromBase64String(text[fields.Base64Data]) : [];
    }

    private static string LabelOf(byte[] file)
    {
        string text = Encoding.Latin1.GetString(file);
        return PemEncoding.TryFind(text, out var fields) ? text[fields.Label] : "";
    }

    /// <summary>The one value that fills the bytes; null when there is none.</summary>
    private static Node? Parse(ReadOnlySpan<byte> bytes)
    {
        var nodes = ParseAll(bytes);
        return nodes is [var single] ? single : null;
    }

    /// <summary>Values one after another; null when the bytes are none.</summary>
    private static List<Node>? ParseAll(ReadOnlySpan<byte> bytes)
    {
        var nodes = new List<Node>();
        while (bytes.Length >= 2)
        {
            byte tag = bytes[0];
            int length = bytes[1];
            int prefix = 2;
            if (length > 0x80)
            {
                prefix += length - 0x80;
                if (prefix > 4 || prefix > bytes.Length)
                    return null;
                length = 0;
                foreach (byte digit in bytes[2..prefix])
                    length = (length << 8) | digit;
            }
            if (prefix + length > bytes.Length)
                return null;
            nodes.Add(ParseContent(tag, bytes.Slice(prefix, length)));
            bytes = bytes[(prefix + length)..];
        }
        return bytes.IsEmpty ? nodes : null;
    }

    /// <summary>Strings of octets and bits in keys often hold more of the tree.</summary>
    private static Node ParseContent(byte tag, ReadOnlySpan<byte> content)
    {
        bool isBits = tag == BitString && content is [0, _, ..];
        bool isNested = (tag & Constructed) != 0 || (tag == OctetString && content is [0x30, ..]) || (isBits && content[1] == 0x30);
        var children = isNested ? ParseAll(isBits ? content[1..] : content) : null;
        byte[] prefix = isBits && children is not null ? [0] : [];
        return new Node { Tag = tag, Prefix = prefix, Content = content.ToArray(), Children = children ?? [] };
    }

    private static byte[] Encode(Random random, Node node)
    {
        var inner = node.Children.Count > 0 ? node.Children.SelectMany(child => Encode(random, child)) : node.Content;
        byte[] content = [.. node.Prefix, .. inner];
        int length = content.Length;
        byte[] size = random.Next(64) == 0 ? [0x84, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length]
            : length < 0x80 ? [(byte)length]
            : length < 0x100 ? [0x81, (byte)length]
            : length < 0x10000 ? [0x82, (byte)(length >> 8), (byte)length]
            : [0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length];
        return [node.Tag, .. size, .. content];
    }

    private sealed class Node
    {
        public byte Tag { get; set; }

        /// <summary>Bytes in front of the children.</summary>
        public byte[] Prefix { get; init; } = [];

        /// <summary>The content of a value without children.</summary>
        public byte[] Content { get; set; } = [];

        public List<Node> Children { get; init; } = [];

        public IEnumerable<Node> All() => Children.SelectMany(child => child.All()).Prepend(this);
    }
}
