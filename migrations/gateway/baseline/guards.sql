-- What the gateway's role cannot do by a statement of its own, although its table is open to it. What only grows, grows;
-- what was used up, ended or closed stays so. Refused to everybody but the owner of the schema, and to functions with its
-- rights (owner_only in persons.sql); what nobody may change at all is kept by refuse_change beside its table.

CREATE TRIGGER person_stays_removed BEFORE UPDATE ON person FOR EACH ROW
  WHEN (OLD.status = 'removed' AND NEW.status <> 'removed')
  EXECUTE FUNCTION owner_only('who was removed is registered by the owner');
CREATE TRIGGER client_registration_stays_removed BEFORE UPDATE ON client_registration FOR EACH ROW
  WHEN (OLD.status = 'removed' AND NEW.status <> 'removed')
  EXECUTE FUNCTION owner_only('who was removed is registered by the owner');
CREATE TRIGGER identity_issuer_stays_removed BEFORE UPDATE ON identity_issuer FOR EACH ROW
  WHEN (OLD.status = 'removed' AND NEW.status <> 'removed')
  EXECUTE FUNCTION owner_only('who was removed is registered by the owner');
CREATE TRIGGER person_reinstated_later BEFORE UPDATE OF reinstated_at ON person FOR EACH ROW
  WHEN (NEW.reinstated_at IS NULL AND OLD.reinstated_at IS NOT NULL OR NEW.reinstated_at < OLD.reinstated_at)
  EXECUTE FUNCTION owner_only('a person is reinstated later, not earlier');
CREATE TRIGGER client_registration_answers BEFORE UPDATE ON client_registration FOR EACH ROW
  WHEN (OLD.answers_records AND NOT NEW.answers_records)
  EXECUTE FUNCTION owner_only('a client that answers for a records office asks nothing any more');

CREATE TRIGGER sharing_grant_steps BEFORE UPDATE ON sharing_grant FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND (NEW.status IN ('proposed', 'active') OR OLD.status NOT IN ('proposed', 'active')))
  EXECUTE FUNCTION owner_only('a grant is put in force by activate_grant, and what has ended stays so');
CREATE TRIGGER proposal_steps BEFORE UPDATE ON proposal FOR EACH ROW
  WHEN (OLD.approved_by IS NOT NULL OR OLD.proposed_at < now() - interval '72 hours')
  EXECUTE FUNCTION owner_only('a proposal is carried out once, within 72 hours');
CREATE TRIGGER agency_epoch_grows BEFORE UPDATE ON agency FOR EACH ROW
  WHEN (NEW.epoch < OLD.epoch) EXECUTE FUNCTION owner_only('an epoch only grows');
CREATE TRIGGER sharing_state_epoch_grows BEFORE UPDATE ON sharing_state FOR EACH ROW
  WHEN (NEW.epoch < OLD.epoch) EXECUTE FUNCTION owner_only('an epoch only grows');
CREATE TRIGGER drain_stays_ended BEFORE UPDATE ON drain FOR EACH ROW
  WHEN (OLD.effective_at IS NOT NULL) EXECUTE FUNCTION owner_only('what was drained stays so');

CREATE TRIGGER agency_usage_grows BEFORE UPDATE ON agency_usage FOR EACH ROW
  WHEN (NEW.records < OLD.records OR NEW.releases < OLD.releases OR NEW.refusals < OLD.refusals)
  EXECUTE FUNCTION owner_only('the counts of a day only grow');
CREATE TRIGGER agency_usage_kept_today BEFORE DELETE ON agency_usage FOR EACH ROW
  WHEN (OLD.day >= (now() AT TIME ZONE 'UTC')::date) EXECUTE FUNCTION owner_only('the counts of a day only grow');
CREATE TRIGGER officer_usage_grows BEFORE UPDATE ON officer_usage FOR EACH ROW
  WHEN (NEW.records < OLD.records OR NEW.releases < OLD.releases)
  EXECUTE FUNCTION owner_only('the counts of a day only grow');
CREATE TRIGGER officer_usage_kept_today BEFORE DELETE ON officer_usage FOR EACH ROW
  WHEN (OLD.day >= (now() AT TIME ZONE 'UTC')::date) EXECUTE FUNCTION owner_only('the counts of a day only grow');
CREATE TRIGGER query_count_grows BEFORE UPDATE ON query_count FOR EACH ROW
  WHEN (NEW.releases < OLD.releases) EXECUTE FUNCTION owner_only('the counts of a day only grow');
CREATE TRIGGER query_count_kept_today BEFORE DELETE ON query_count FOR EACH ROW
  WHEN (OLD.day >= (now() AT TIME ZONE 'UTC')::date) EXECUTE FUNCTION owner_only('the counts of a day only grow');
CREATE TRIGGER released_words_kept_today BEFORE DELETE ON released_words FOR EACH ROW
  WHEN (OLD.day >= (now() AT TIME ZONE 'UTC')::date)
  EXECUTE FUNCTION owner_only('words that were released upon are remembered for a day');
CREATE TRIGGER refused_wording_kept_a_day BEFORE DELETE ON refused_wording FOR EACH ROW
  WHEN (OLD.refused_at > now() - interval '24 hours')
  EXECUTE FUNCTION owner_only('what was refused is remembered for a day');
CREATE TRIGGER refused_wording_later BEFORE UPDATE ON refused_wording FOR EACH ROW
  WHEN (NEW.refused_at < OLD.refused_at) EXECUTE FUNCTION owner_only('what was refused is remembered for a day');
CREATE TRIGGER refused_wording_graver BEFORE UPDATE ON refused_wording FOR EACH ROW
  WHEN (NEW.only_contradiction AND NOT OLD.only_contradiction AND OLD.refused_at > now() - interval '24 hours')
  EXECUTE FUNCTION owner_only('what was refused is remembered for a day');
CREATE TRIGGER incident_use_kept BEFORE DELETE ON incident_use FOR EACH ROW
  WHEN (OLD.used_at > now() - interval '30 days')
  EXECUTE FUNCTION owner_only('what a case was used for is remembered for 30 days');
CREATE TRIGGER incident_use_later BEFORE UPDATE ON incident_use FOR EACH ROW
  WHEN (NEW.used_at < OLD.used_at) EXECUTE FUNCTION owner_only('what a case was used for is remembered for 30 days');
CREATE TRIGGER proof_used_kept BEFORE DELETE ON proof_used FOR EACH ROW
  WHEN (OLD.expires_at > clock_timestamp())
  EXECUTE FUNCTION owner_only('a proof that is good still may be used again then');

CREATE TRIGGER held_query_begins_held BEFORE INSERT ON held_query FOR EACH ROW
  WHEN (NEW.status <> 'held') EXECUTE FUNCTION owner_only('a reviewer decides on what is held');
CREATE TRIGGER held_query_steps BEFORE UPDATE ON held_query FOR EACH ROW
  WHEN (OLD.status <> NEW.status AND (NEW.status = 'held' OR NEW.status = 'approved'
    AND (OLD.status <> 'held' OR NEW.subject ->> 'personId' = NEW.decided_by::text)))
  EXECUTE FUNCTION owner_only('a reviewer decides once, and on no query of their own');
CREATE TRIGGER exigent_release_begins_open BEFORE INSERT ON exigent_release FOR EACH ROW
  WHEN (NEW.status <> 'open') EXECUTE FUNCTION owner_only('a reviewer looks at it');
CREATE TRIGGER exigent_release_decided_once BEFORE UPDATE ON exigent_release FOR EACH ROW
  WHEN (OLD.status <> 'open') EXECUTE FUNCTION owner_only('a reviewer decides once');
CREATE TRIGGER exigent_release_kept BEFORE DELETE ON exigent_release FOR EACH ROW
  WHEN (OLD.status = 'open') EXECUTE FUNCTION owner_only('a reviewer has not looked at it yet');
CREATE TRIGGER hit_begins_unconfirmed BEFORE INSERT ON hit FOR EACH ROW
  WHEN (NEW.status <> 'unconfirmed') EXECUTE FUNCTION owner_only('a person confirms it');
CREATE TRIGGER partner_endpoint_approved_as_set BEFORE UPDATE ON partner_endpoint FOR EACH ROW
  WHEN (NEW.approved_by IS NOT NULL AND (NEW.url, NEW.salt, NEW.set_by) IS DISTINCT FROM (OLD.url, OLD.salt, OLD.set_by))
  EXECUTE FUNCTION owner_only('an approval is of the address that was looked at');

CREATE TRIGGER misuse_report_begins_open BEFORE INSERT ON misuse_report FOR EACH ROW
  WHEN (NEW.state <> 'open') EXECUTE FUNCTION owner_only('the Chief closes it');
CREATE TRIGGER misuse_report_stays_closed BEFORE UPDATE ON misuse_report FOR EACH ROW
  WHEN (OLD.state = 'closed' AND (NEW.state, NEW.outcome, NEW.note, NEW.closed_by, NEW.closed_index)
    IS DISTINCT FROM (OLD.state, OLD.outcome, OLD.note, OLD.closed_by, OLD.closed_index))
  EXECUTE FUNCTION owner_only('what the Chief has said stays so');
CREATE TRIGGER records_check_begins BEFORE INSERT ON records_check FOR EACH ROW
  WHEN (num_nonnulls(NEW.explanation, NEW.outcome, NEW.report) > 0
    OR NEW.requested_at NOT BETWEEN now() - interval '1 hour' AND now() + interval '1 hour')
  EXECUTE FUNCTION owner_only('a check begins as it is requested, or answered');
CREATE TRIGGER records_check_steps BEFORE UPDATE ON records_check FOR EACH ROW
  WHEN ((OLD.answered_at IS NOT NULL AND (OLD.answered_at, OLD.answered_entry, OLD.differences)
      IS DISTINCT FROM (NEW.answered_at, NEW.answered_entry, NEW.differences))
    OR (OLD.requested_at IS NOT NULL AND OLD.requested_at IS DISTINCT FROM NEW.requested_at)
    OR (OLD.explained_at IS NOT NULL AND OLD.explanation IS DISTINCT FROM NEW.explanation)
    OR (OLD.closed_at IS NOT NULL AND OLD.outcome IS DISTINCT FROM NEW.outcome)
    OR (OLD.report IS NOT NULL AND OLD.report IS DISTINCT FROM NEW.report))
  EXECUTE FUNCTION owner_only('a records office answers once, and what was closed stays so');
CREATE TRIGGER records_check_kept BEFORE DELETE ON records_check FOR EACH ROW
  WHEN (greatest(OLD.requested_at, OLD.answered_at) > now() - interval '400 days')
  EXECUTE FUNCTION owner_only('what a records office was asked is kept for 400 days');
CREATE TRIGGER records_hold_begins BEFORE INSERT ON records_hold FOR EACH ROW
  WHEN (NEW.lifted_at IS NOT NULL) EXECUTE FUNCTION owner_only('a hold begins in force');
