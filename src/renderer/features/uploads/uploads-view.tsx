/** Uploads: the drop area, and under it what is on its way and what has its link. */
import { useStore } from '../../state/store.ts';
import { words } from '../../ui/words.ts';
import { Details } from '../details/details.tsx';
import { Answers } from '../intake/answers.tsx';
import { Batch } from './batch.tsx';
import { DeleteQuestion } from './delete-question.tsx';
import { Idle } from './idle.tsx';
import { RowMenu } from './row-menu.tsx';
import { Strip } from './strip.tsx';
import './uploads.css';

export function UploadsView() {
  const batches = useStore((state) => state.batchOrder);
  if (batches.length === 0) return <Idle />;
  return (
    <section className="view busy" aria-label={words.places.uploads}>
      <h1 className="sr">{words.places.uploads}</h1>
      <div className="top">
        <Strip />
        <Answers />
      </div>
      <div className="scroll">
        {batches.map((id, index) => (
          <Batch key={id} id={id} newest={index === 0} />
        ))}
      </div>
      <RowMenu />
      <Details />
      <DeleteQuestion />
    </section>
  );
}
