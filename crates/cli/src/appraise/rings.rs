//! Ring-fenced pots: what each ring-fence costs, and what changes if the envelope shrinks.

use appraisal::funding;
use casebook::terminal;

use super::failure;
use crate::fail::Failure;
use crate::unit_costs::mistaken;

/// What happens to the pots as a whole.
#[derive(clap::Args)]
pub struct Envelope {
    /// For pots: cut every pot by this share, and show which services change
    #[arg(long, value_name = "SHARE", value_parser = share)]
    envelope_cut: Option<f64>,
    /// With --envelope-cut: a service that keeps what it has; may be given more than once
    #[arg(long, value_name = "SERVICE", requires = "envelope_cut")]
    protect: Vec<String>,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.trim().parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "the share is a number from 0 to 1".to_owned())
}

pub fn show(text: &str, file: &str, envelope: &Envelope, is_json: bool) -> Result<(), Failure> {
    let pots = funding::read(text, file).map_err(mistaken)?;
    let unknown = envelope.protect.iter().find(|name| !pots.services.iter().any(|service| service.id == **name));
    if let Some(name) = unknown {
        let known: Vec<&str> = pots.services.iter().map(|service| service.id.as_str()).collect();
        return Err(Failure::new(format!("{file} has no service `{name}`"), format!("it has {}", known.join(", "))));
    }
    let rings = funding::ring_fences(&pots, funding::step(&pots)).map_err(failure)?;
    let cut = envelope.envelope_cut.map(|share| funding::cut(&pots, share, &envelope.protect).map_err(failure));
    let cut = cut.transpose()?;
    if is_json {
        return crate::print(appraisal::to_json(&(pots, rings, cut)));
    }
    crate::print(terminal::ring_fences(&pots, &rings))?;
    cut.map_or(Ok(()), |cut| crate::print(terminal::envelope_cut(&pots, &cut)))
}
