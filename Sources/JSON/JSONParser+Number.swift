extension JSONParser {
    mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = position
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative {
            position += 1
            if byte == UInt8(ascii: "I"), let number = try readNonFinite(negative: true) { return number }
        }

        var significand: UInt64 = 0
        var overflows = false
        guard isDigit(byte) else { throw error(.malformedNumber, at: start) }
        let startsWithZero = byte == UInt8(ascii: "0")
        let firstDigit = position
        readDigits(into: &significand, overflows: &overflows)
        if startsWithZero, position > firstDigit + 1 { throw error(.malformedNumber, at: start) }

        var power = 0
        var isInteger = true
        if byte == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            let firstDecimal = position
            readDigits(into: &significand, overflows: &overflows)
            guard position > firstDecimal else { throw error(.malformedNumber, at: start) }
            power = firstDecimal - position
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            power += try readExponent(numberStart: start)
        }
        guard position - start <= options.numberLengthLimit else {
            throw error(.numberTooLong(limit: options.numberLengthLimit), at: start)
        }
        if isInteger { return integer(significand, overflows: overflows, isNegative: isNegative, start: start) }

        // Up to 2^53 and 1e22 both factors are exact, so one rounding gives the nearest value.
        if !overflows, significand < 1 << 53, -22...22 ~= power {
            let magnitude = Double(significand)
            let value = power < 0 ? magnitude / powersOfTen[-power] : magnitude * powersOfTen[power]
            return JSONNumber(isNegative ? -value : value)
        }
        let value = Double(characters(from: start, to: position)) ?? .nan
        guard value.isFinite || options.allowsNonFiniteNumbers else { throw error(.numberOutOfRange, at: start) }
        return JSONNumber(value)
    }

    /// Reads `NaN`, `Infinity` or, after a minus sign, `Infinity`; nil if it is none of them.
    mutating func readNonFinite(negative: Bool = false) throws(JSONError) -> JSONNumber? {
        let start = position
        let value: Double
        if !negative, skip("NaN") {
            value = .nan
        } else if skip("Infinity") {
            value = negative ? -.infinity : .infinity
        } else {
            return nil
        }
        guard options.allowsNonFiniteNumbers else {
            throw error(.nonFinite(value.isNaN ? "NaN" : "Infinity"), at: start)
        }
        return JSONNumber(value)
    }

    private func integer(_ magnitude: UInt64, overflows: Bool, isNegative: Bool, start: Int) -> JSONNumber {
        if overflows { return JSONNumber(.digits(characters(from: start, to: position))) }
        guard isNegative else { return JSONNumber(magnitude) }
        if let value = Int64(exactly: magnitude) { return JSONNumber(.signed(-value)) }
        if magnitude == 1 << 63 { return JSONNumber(.signed(.min)) }
        return JSONNumber(.digits(characters(from: start, to: position)))
    }

    private mutating func readDigits(into significand: inout UInt64, overflows: inout Bool) {
        while position < text.count, isDigit(text[position]) {
            let (product, tooLarge) = significand.multipliedReportingOverflow(by: 10)
            let (sum, stillTooLarge) = product.addingReportingOverflow(UInt64(text[position] - UInt8(ascii: "0")))
            significand = sum
            overflows = overflows || tooLarge || stillTooLarge
            position += 1
        }
    }

    private mutating func readExponent(numberStart: Int) throws(JSONError) -> Int {
        position += 1
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative || byte == UInt8(ascii: "+") { position += 1 }
        guard isDigit(byte) else { throw error(.malformedNumber, at: numberStart) }
        var exponent = 0
        while position < text.count, isDigit(text[position]) {
            // Far beyond any Double already; more digits change nothing.
            if exponent < 1_000_000 { exponent = exponent * 10 + Int(text[position] - UInt8(ascii: "0")) }
            position += 1
        }
        return isNegative ? -exponent : exponent
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private func characters(from start: Int, to end: Int) -> String {
        var characters = ""
        for position in start..<end { characters.unicodeScalars.append(Unicode.Scalar(text[position])) }
        return characters
    }
}

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]
