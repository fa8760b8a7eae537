/// What CLIP's tokenizer does to a text before it looks for words.
///
/// ComfyUI has no ftfy beside transformers, whose tokenizer then uses the cleaning that it has from BERT. It drops controls, sets
/// Chinese characters apart, composes letters with their marks, and makes everything lower case.
/// Source: `BasicTokenizer` in transformers 4, without punctuation splitting and accent stripping.
struct ClipCleaning {
    private let compose = Composition()

    /// The words of the text between white space, cleaned.
    func callAsFunction(_ text: Substring.UnicodeScalarView) -> [[Unicode.Scalar]] {
        var scalars: [Unicode.Scalar] = []
        for scalar in text {
            switch scalar {
            case "\t", "\n", "\r": scalars.append(" ")
            case "\u{FFFD}": continue
            case _ where scalar.isControl: continue
            case _ where Self.isChinese(scalar): scalars += [" ", scalar, " "]
            default: scalars.append(scalar)
            }
        }
        return compose(scalars).split(whereSeparator: \.isPythonSpace).map { lowercase(Array($0)) }
    }

    /// The blocks that BERT lists: unified and compatibility ideographs, not kana or Hangul.
    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: true
        case 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B820...0x2CEAF, 0x2F800...0x2FA1F: true
        default: false
        }
    }
}
