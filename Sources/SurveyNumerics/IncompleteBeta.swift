#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// The regularised incomplete beta function to nearly full precision. GSL's own loses digits where it matters
// here: 1e-10 for parameters of 1e5, 1e-7 in far tails of Student's t, because it takes differences of large
// log-gammas.
//
// Goals, in this order: correct to 1e-13 for parameters up to 1e6; no overflow; then fast.
// The factor in front follows Loader, Fast and Accurate Computation of Binomial Probabilities (2000); the
// continued fraction is DiDonato & Morris, ACM TOMS 18 (1992) 360–373, eq. 9, evaluated by Lentz's method.

/// I_x(a, b) and its complement I_y(b, a), with y = 1 − x given apart so that neither loses digits.
func incompleteBeta(x: Double, y: Double, a: Double, b: Double) -> (lower: Double, upper: Double) {
  guard a > 0, b > 0, x >= 0, y >= 0 else { return (.nan, .nan) }
  if x == 0 { return (0, 1) }
  if y == 0 { return (1, 0) }
  // The fraction converges fast on its own side of the mean.
  if x <= y ? x * (a + b) <= a : y * (a + b) >= b {
    let lower = binomialFactor(a, b, x, y) * continuedFraction(a, b, x, y)
    return (lower, 1 - lower)
  }
  let upper = binomialFactor(b, a, y, x) * continuedFraction(b, a, y, x)
  return (1 - upper, upper)
}

/// x^a y^b / B(a, b), by Loader's saddle-point form.
private func binomialFactor(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
  let n = a + b
  let exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y)
  return (a * b / n).squareRoot() / (2 * Double.pi).squareRoot() * exp(exponent)
}

/// log Γ(z+1) − [(z + ½) log z − z + ½ log 2π].
private func stirlingError(_ z: Double) -> Double {
  var z = z
  var shifted = 0.0
  // δ(z) = δ(z+1) + (z + ½) log(1 + 1/z) − 1 carries small arguments to where the series holds.
  while z < 16 {
    shifted += (z + 0.5) * log1p(1 / z) - 1
    z += 1
  }
  let square = 1 / (z * z)
  // Bernoulli numbers over k(k−1): 1/12, 1/360, 1/1260, 1/1680, 1/1188, 691/360360, 1/156.
  let series =
    ((((((1.0 / 156 * square - 691.0 / 360360) * square + 1.0 / 1188) * square - 1.0 / 1680) * square
      + 1.0 / 1260) * square - 1.0 / 360) * square + 1.0 / 12) / z
  return shifted + series
}

/// x log(x/m) + m − x, without cancellation where x is near m.
private func deviance(_ x: Double, _ m: Double) -> Double {
  if (x - m).magnitude < 0.1 * (x + m) {
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var term = 2 * x * v
    let square = v * v
    var k = 1.0
    while k < 1000 {
      term *= square
      let next = sum + term / (2 * k + 1)
      if next == sum { return next }
      sum = next
      k += 1
    }
    return sum
  }
  return x * log(x / m) + m - x
}

/// The continued fraction F with I_x(a, b) = x^a y^b / B(a, b) · F.
private func continuedFraction(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
  // The same number either way; the smaller of x and y keeps its digits.
  let lambda = x <= y ? a - (a + b) * x : (a + b) * y - b
  let c = 1 + lambda
  let c0 = b / a
  let c1 = 1 + 1 / a
  let yp1 = y + 1
  var n = 0.0
  var p = 1.0
  var s = a + 1
  var an = 0.0
  var bn = 1.0
  var anp1 = 1.0
  var bnp1 = c / c1
  var r = c1 / c
  while n < 100_000 {
    n += 1
    let t = n / a
    let w = n * (b - n) * x
    var e = a / s
    let alpha = (p * (p + c0) * e * e) * (w * x)
    e = (1 + t) / (c1 + t + t)
    let beta = n + w / s + e * (c + n * yp1)
    p = 1 + t
    s += 2
    (an, anp1) = (anp1, alpha * an + beta * anp1)
    (bn, bnp1) = (bnp1, alpha * bn + beta * bnp1)
    let previous = r
    r = anp1 / bnp1
    if (r - previous).magnitude <= 1e-16 * r { break }
    // Keep numerator and denominator in range; only their quotient matters.
    an /= bnp1
    bn /= bnp1
    anp1 = r
    bnp1 = 1
  }
  return r
}
